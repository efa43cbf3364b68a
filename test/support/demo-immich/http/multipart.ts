import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { assetType, isSidecar } from '../media/media-types.ts';
import { ApiError, badRequest } from './api-error.ts';

export interface ReceivedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-1 of what was stored, lower-case hex. */
  readonly checksum: string;
  readonly name: string;
}

export interface ReceivedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly assetData: ReceivedFile | null;
  readonly sidecarData: ReceivedFile | null;
}

/** Streams one part to disk and hashes it on the way. `corrupt` stores a wrong first byte, as a faulty disk would. */
async function store(source: Readable, path: string, name: string, corrupt: boolean): Promise<ReceivedFile> {
  const hash = createHash('sha1');
  let size = 0;
  await pipeline(
    source,
    async function* measure(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        if (corrupt && size === 0) chunk[0] = (chunk[0] ?? 0) ^ 0xff;
        hash.update(chunk);
        size += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  return { path, size, checksum: hash.digest('hex'), name };
}

/** Real server: a form that breaks off or has no boundary gets 400; a failing disk is the server's own fault. */
function asRefusal(error: unknown): unknown {
  const isBadForm = error instanceof Error && /multipart|boundary|unexpected end/i.test(error.message);
  return isBadForm && !(error instanceof ApiError) ? badRequest(error.message) : error;
}

function newParser(headers: BusboyHeaders): BusboyInstance {
  try {
    return new Busboy({ headers });
  } catch (error) {
    throw asRefusal(error);
  }
}

/**
 * Receives an upload's form, the bytes straight to disk. Real server: a file part is judged by the form's `filename` if that came
 * before it, else by its own name, so a `filename` before `sidecarData` gets 400 "Unsupported file type".
 * @throws ApiError 400, after the whole body has been read. On any failure nothing stays on disk.
 */
export async function receiveForm(
  body: NodeJS.ReadableStream,
  headers: IncomingHttpHeaders,
  options: { readonly folder: string; readonly corrupt: boolean; readonly version: string },
): Promise<ReceivedForm> {
  const contentType = headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) throw badRequest('Field(s) assetData should not be empty');
  await mkdir(options.folder, { recursive: true });

  const fields: Record<string, string> = {};
  const files = new Map<string, Promise<ReceivedFile>>();
  const paths: string[] = [];
  const open = new Set<Readable>();
  const refusals: ApiError[] = [];

  const busboy = newParser({ ...headers, 'content-type': contentType });
  busboy.on('field', (name: string, value: string) => {
    fields[name] = value;
  });
  busboy.on('file', (field: string, stream: Readable, ownName: string | undefined) => {
    const name = fields.filename || ownName || '';
    const isAsset = field === 'assetData';
    if ((!isAsset && field !== 'sidecarData') || files.has(field)) refusals.push(badRequest('Unexpected field'));
    else if (isAsset ? assetType(name, options.version) === null : !isSidecar(name)) {
      refusals.push(badRequest(`Unsupported file type ${name}`));
    }
    if (refusals.length > 0) {
      stream.resume();
      return;
    }
    const path = join(options.folder, `${randomUUID()}${isAsset ? extname(name).toLowerCase() : '.xmp'}`);
    paths.push(path);
    open.add(stream);
    const stored = store(stream, path, name, isAsset && options.corrupt);
    // A broken connection rejects here before anyone waits for it.
    stored.catch(() => undefined);
    files.set(field, stored);
  });

  try {
    await pipeline(body, busboy);
    const [assetData = null, sidecarData = null] = await Promise.all([
      files.get('assetData'),
      files.get('sidecarData'),
    ]);
    if (refusals[0]) throw refusals[0];
    if (!assetData) throw badRequest('Field(s) assetData should not be empty');
    return { fields, assetData, sidecarData };
  } catch (error) {
    for (const stream of open) stream.destroy();
    await Promise.allSettled(files.values());
    await Promise.all(paths.map((path) => rm(path, { force: true })));
    throw asRefusal(error);
  }
}
