import { createHash } from 'node:crypto';
import {
  type DemoImmich,
  type DemoOptions,
  type PermissionName,
  startDemoImmich,
} from '../../support/demo-immich/index.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

export const sha1 = (bytes: Uint8Array | string) => createHash('sha1').update(bytes).digest('hex');
export const bytesOf = (text: string) => Buffer.from(text);

/** Starts a server that ends with the test's block. */
export async function withDemo<Result>(
  options: DemoOptions,
  work: (demo: DemoImmich) => Promise<Result>,
): Promise<Result> {
  const demo = await startDemoImmich(options);
  try {
    return await work(demo);
  } finally {
    await demo.stop();
  }
}

/** Calls `/api` as any client does; null as the key sends none. */
export async function call<Body = Record<string, unknown>>(
  demo: DemoImmich,
  method: string,
  path: string,
  body?: unknown,
  key: string | null = demo.apiKey,
): Promise<Answer<Body>> {
  const headers: Record<string, string> = key === null ? {} : { 'x-api-key': key };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(`${demo.url}/api${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
}

export interface UploadParts {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sidecar?: string;
  /** Form fields; those with null are left out. */
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string;
}

/** Uploads as immich-go does: fields, the asset, then the sidecar. */
export async function upload(
  demo: DemoImmich,
  parts: UploadParts,
): Promise<Answer<{ id: string; status: string; message: string | string[] }>> {
  const form = new FormData();
  const fields = {
    deviceAssetId: `${parts.name}-${parts.bytes.length}`,
    deviceId: 'test',
    fileCreatedAt: '2024-03-06T10:11:12.000Z',
    fileModifiedAt: '2024-03-06T10:11:12.000Z',
    ...parts.fields,
  };
  for (const [field, value] of Object.entries(fields)) if (value !== null) form.append(field, value);
  form.append('assetData', new Blob([Buffer.from(parts.bytes)]), parts.name);
  if (parts.sidecar !== undefined) form.append('sidecarData', new Blob([parts.sidecar]), `${parts.name}.xmp`);
  const response = await fetch(`${demo.url}/api/assets`, {
    method: 'POST',
    headers: { 'x-api-key': parts.key ?? demo.apiKey, ...parts.headers },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as { id: string; status: string; message: string } };
}

/** Uploads a file of these words and answers its id. */
export async function uploadText(demo: DemoImmich, name: string, words = name): Promise<string> {
  const { body } = await upload(demo, { name, bytes: bytesOf(words) });
  return body.id;
}

/** A key with exactly these permissions. */
export const keyWith = (demo: DemoImmich, ...permissions: PermissionName[]) => demo.addKey({ permissions });
