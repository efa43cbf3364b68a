/**
 * The demo server's answers against Immich's own published description. The description lies beside the project, not in it;
 * without it these tests are left out by name.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoImmich, isSince, startDemoImmich } from '../../support/demo-immich/index.ts';
import { ROUTES } from '../../support/demo-immich/routes/index.ts';
import { upload } from '../../unit/demo-immich/calls.ts';
import { bag, jpeg, mov, xmp } from '../../unit/demo-immich/pictures.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/openapi/', import.meta.url));
const DOCUMENTS = ['immich-3.1.0.json', 'immich-main-2026-08.json'];
const isHere = existsSync(FOLDER);

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
  readonly 'x-immich-permission'?: string;
  readonly 'x-immich-admin-only'?: boolean;
  readonly deprecated?: boolean;
  readonly 'x-immich-history'?: readonly { readonly version: string; readonly state: string }[];
}

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
}

/** OpenAPI 3.0 says `nullable: true` where JSON Schema has a second type. */
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, asJsonSchema(inner)]));
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** `/albums/:id` as the description writes it. */
const template = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

/** Real, but missing from the published description (seen on a real 3.1). */
const UNPUBLISHED = new Set([
  'PATCH /assets',
  'PATCH /assets/{id}',
  'PATCH /tags/{id}',
  'PATCH /stacks/{id}',
  'POST /sync/stream',
]);

describe.skipIf(!isHere).each(DOCUMENTS)('answers as %s describes them', (document) => {
  const description = (): Description => JSON.parse(readFileSync(`${FOLDER}${document}`, 'utf8')) as Description;
  let api: Description;
  let ajv: Ajv;
  let demo: DemoImmich;
  let key: string;
  const validators = new Map<string, ValidateFunction>();
  const seen = new Set<string>();

  beforeAll(async () => {
    api = description();
    ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    formats.default(ajv);
    ajv.addFormat('binary', true);
    ajv.addSchema({ $id: 'api', components: asJsonSchema(api.components) });
    demo = await startDemoImmich();
    key = demo.addKey({ permissions: ['all'] });
  });
  afterAll(() => demo.stop());

  /** Complains about an answer that the description does not allow. */
  function check(method: string, path: string, status: number, body: unknown): void {
    const operation = api.paths[path]?.[method.toLowerCase()];
    const response = operation?.responses[String(status)];
    expect(response, `${method} ${path} ${status} is described`).toBeDefined();
    seen.add(`${method} ${path}`);
    const schema = response?.content?.['application/json']?.schema;
    if (!schema) return;
    const name = `${method} ${path} ${status}`;
    const pointed = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as Json;
    const validate = validators.get(name) ?? ajv.compile(asJsonSchema(pointed) as Json);
    validators.set(name, validate);
    validate(body);
    expect(validate.errors ?? [], name).toEqual([]);
  }

  async function call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body> {
    const [address = ''] = path.split('?');
    const route = ROUTES.find(
      (one) => one.method === method && new RegExp(`^${one.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(address),
    );
    const response = await fetch(`${demo.url}/api${path}`, {
      method,
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer: unknown = isJson ? await response.json() : await response.arrayBuffer();
    check(method, template(route?.path ?? path), response.status, answer);
    return answer as Body;
  }

  it('every implemented endpoint', async () => {
    const identifier = '602FEBB7-6B59-4799-96E6-9C8484D873C7';
    const sidecar = xmp(bag('digiKam:TagsList', 'Seq', ['Places/Rome']) + bag('dc:description', 'Alt', ['Words']));
    const bytes = await jpeg({
      date: '2023:07:08 09:10:11',
      offset: '+02:00',
      place: [41.9, 12.5],
      contentIdentifier: identifier,
    });
    const still = await upload(demo, { name: 'a.jpg', bytes, sidecar });
    check('POST', '/assets', still.status, still.body);
    const again = await upload(demo, { name: 'a.jpg', bytes });
    check('POST', '/assets', again.status, again.body);
    const film = await upload(demo, { name: 'a.mov', bytes: mov({ contentIdentifier: identifier }) });
    const other = await upload(demo, { name: 'b.jpg', bytes: await jpeg({ shade: 7 }) });
    await demo.idle();
    const [a, b] = [still.body.id, other.body.id];
    const guest = demo.addUser({ name: 'Ann', email: 'ann@example.org' });

    for (const path of [
      'ping',
      'version',
      'version-history',
      'about',
      'features',
      'config',
      'media-types',
      'statistics',
      'storage',
    ]) {
      await call('GET', `/server/${path}`);
    }
    for (const path of ['/users/me', '/users', '/api-keys/me', '/assets/statistics', '/jobs', '/queues'])
      await call('GET', path);
    const login = { email: 'eve@example.org', password: 'secret' };
    const eve = await call<{ id: string }>('POST', '/admin/users', { name: 'Eve', ...login });
    await call('POST', '/auth/login', login);
    const fresh = await startDemoImmich({ users: [{ name: 'Nobody', email: 'nobody@example.org' }] });
    const signUp = await fetch(`${fresh.url}/api/auth/admin-sign-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Eve', ...login }),
    });
    check('POST', '/auth/admin-sign-up', signUp.status, await signUp.json());
    await fresh.stop();
    await call('POST', '/api-keys', { name: 'phone', permissions: ['asset.read'] });
    await call('DELETE', `/admin/users/${eve.id}`, { force: true });
    await call('PUT', '/jobs/metadataExtraction', { command: 'resume' });
    const checksum = (text: string) => ({ id: text, checksum: text.repeat(40) });
    await call('POST', '/assets/bulk-upload-check', {
      assets: [checksum('a'), { id: 'x', checksum: demo.assets()[0]?.checksum }],
    });

    await call('GET', `/assets/${a}`);
    await call('GET', `/assets/${film.body.id}`);
    await call('PUT', `/assets/${a}`, { description: 'Mine', rating: 5, isFavorite: true });
    await call('PUT', '/assets', { ids: [b], rating: null });
    await call('GET', `/assets/${a}/original`);
    await call('GET', `/assets/${a}/thumbnail`);
    await call('PUT', `/assets/${a}/metadata`, { items: [{ key: 'mobile-app', value: {} }] });
    await call('GET', `/assets/${a}/metadata`);
    await call('GET', `/assets/${a}/metadata/mobile-app`);
    await call('PUT', '/assets/metadata', { items: [{ assetId: a, key: 'ours', value: { n: 1 } }] });
    await call('DELETE', '/assets/metadata', { items: [{ assetId: a, key: 'ours' }] });
    await call('DELETE', `/assets/${a}/metadata/mobile-app`);
    await call('POST', '/assets/jobs', { assetIds: [a], name: 'refresh-metadata' });

    const [tag] = await call<{ id: string }[]>('PUT', '/tags', { tags: ['One/Two'] });
    await call('POST', '/tags', { name: 'Red', color: '#ff0000' });
    await call('GET', '/tags');
    await call('GET', `/tags/${tag?.id}`);
    await call('PUT', `/tags/${tag?.id}`, { color: '#00ff00' });
    await call('PUT', `/tags/${tag?.id}/assets`, { ids: [a, a] });
    await call('PUT', '/tags/assets', { tagIds: [tag?.id], assetIds: [a, b] });
    await call('DELETE', `/tags/${tag?.id}/assets`, { ids: [b, b] });

    const album = await call<{ id: string }>('POST', '/albums', { albumName: 'Album', assetIds: [a] });
    const empty = await call<{ id: string }>('POST', '/albums', { albumName: '' });
    await call('PUT', `/albums/${album.id}/assets`, { ids: [a, b] });
    await call('PUT', '/albums/assets', { albumIds: [album.id], assetIds: [a] });
    await call('PUT', `/albums/${album.id}/users`, { albumUsers: [{ userId: guest, role: 'viewer' }] });
    await call('PATCH', `/albums/${album.id}`, { albumName: 'Renamed', order: 'asc' });
    await call('GET', '/albums');
    await call('GET', '/albums/statistics');
    await call('GET', `/albums/${album.id}`);
    await call('DELETE', `/albums/${album.id}/assets`, { ids: [b, b] });
    await call('DELETE', `/albums/${empty.id}`);

    const stack = await call<{ id: string }>('POST', '/stacks', { assetIds: [a, b] });
    await call('GET', `/assets/${b}`);
    await call('GET', '/stacks');
    await call('GET', `/stacks/${stack.id}`);
    await call('PUT', `/stacks/${stack.id}`, { primaryAssetId: b });
    await call('DELETE', `/stacks/${stack.id}/assets/${a}`);
    await call('DELETE', `/stacks/${stack.id}`);
    await call('DELETE', '/stacks', { ids: [] });
    await call('DELETE', `/tags/${tag?.id}`);

    await call('POST', '/search/metadata', { withExif: true, withStacked: true });
    await call('POST', '/search/statistics', {});
    await call('GET', '/timeline/buckets');
    await call('GET', '/timeline/bucket?timeBucket=2023-07-01');
    await call('PUT', '/assets/copy', { sourceId: a, targetId: b });
    await call('DELETE', '/assets', { ids: [b] });
    await call('POST', '/trash/restore/assets', { ids: [b] });
    await call('POST', '/trash/restore');
    await call('POST', '/trash/empty');

    const implemented = ROUTES.map((route) => `${route.method} ${template(route.path)}`);
    expect(implemented.filter((name) => !seen.has(name) && !UNPUBLISHED.has(name))).toEqual([]);
  });

  it('asks for the permissions that the description names', () => {
    for (const route of ROUTES) {
      const operation = api.paths[template(route.path)]?.[route.method.toLowerCase()];
      if (!operation || UNPUBLISHED.has(`${route.method} ${template(route.path)}`)) continue;
      const asked = route.permission === 'none' || route.permission === 'any-key' ? undefined : route.permission;
      expect(asked, `${route.method} ${route.path}`).toBe(operation['x-immich-permission']);
      const admin = route.permission !== 'none' && route.admin === true;
      expect(admin, `${route.method} ${route.path} for administrators`).toBe(operation['x-immich-admin-only'] ?? false);
    }
  });

  it('marks the calls that the description marks as deprecated, since the same version', () => {
    for (const route of ROUTES) {
      const operation = api.paths[template(route.path)]?.[route.method.toLowerCase()];
      if (!operation) continue;
      const { deprecated } = route;
      const isMarked = deprecated !== undefined && isSince(api.info.version, deprecated.since);
      expect(isMarked, `${route.method} ${route.path}`).toBe(operation.deprecated ?? false);
      if (!isMarked) continue;
      const since = operation['x-immich-history']?.find(({ state }) => state === 'Deprecated')?.version.slice(1) ?? '';
      expect(isSince(since, deprecated.since) && isSince(deprecated.since, since), `${route.path} ${since}`).toBe(true);
    }
  });
});
