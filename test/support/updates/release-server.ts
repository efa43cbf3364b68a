/**
 * Releases as GitHub serves them: the Atom feed, the newest finished one, and files, which it redirects to a storage that answers one range at a
 * time. Each release has the zip of an app, its block map as electron-builder makes it, and the `latest-mac.yml` or `beta-mac.yml` beside it.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { storedZip } from '../mac-app/stored-zip.ts';

const OWNER = 'someone';
const REPOSITORY = 'immich-sync';
const BASE = `/${OWNER}/${REPOSITORY}/releases`;

export interface ReleaseOptions {
  readonly version: string;
  /** What the app is made of. */
  readonly contents: Buffer;
  /** More for its yml, `stagingPercentage` for example. */
  readonly more?: Readonly<Record<string, string | number>>;
  /** For a checksum that is not that of the zip. */
  readonly sha512?: string;
  /** Bytes that the yml tells of; those of the zip if not given. */
  readonly size?: number;
}

export interface Exchange {
  readonly path: string;
  readonly range: string | null;
  readonly stagingId: string | null;
  /** Of the answer's body. */
  bytes: number;
}

export class ReleaseServer {
  readonly #server = createServer((request, response) => this.#answer(request, response));
  /** The newest first. */
  #releases: string[] = [];
  readonly #files = new Map<string, Buffer>();
  exchanges: Exchange[] = [];
  /** Bytes of a zip after which the connection breaks off; null for none. */
  breaksOffAfter: number | null = null;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `app-update.yml` in an app's Resources, as electron-builder writes it. */
  get appUpdateYml(): string {
    const { host } = this;
    const publish = { owner: OWNER, repo: REPOSITORY, provider: 'github', host, protocol: 'http' };
    return stringify({ ...publish, updaterCacheDirName: 'immich-sync-updater' });
  }

  clear(): void {
    this.#releases = [];
    this.#files.clear();
    this.exchanges = [];
    this.breaksOffAfter = null;
  }

  /** @returns the zip */
  async publish({ version, contents, more = {}, sha512, size }: ReleaseOptions): Promise<Buffer> {
    const name = `immich-sync-${version}-universal.zip`;
    const zip = storedZip({ 'Immich Sync.app/Contents/Resources/app.asar': contents });
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-release-'));
    const file = join(folder, name);
    await writeFile(file, zip);
    await buildBlockMap(file, 'gzip', `${file}.blockmap`);
    const sum = sha512 ?? createHash('sha512').update(zip).digest('base64');
    const info = {
      version,
      files: [{ url: name, sha512: sum, size: size ?? zip.length }],
      path: name,
      sha512: sum,
      ...more,
      releaseDate: '2027-01-10T10:00:00.000Z',
    };
    const put = (path: string, data: Buffer | string) => this.#files.set(`${version}/${path}`, Buffer.from(data));
    put(name, zip);
    put(`${name}.blockmap`, await readFile(`${file}.blockmap`));
    put(version.includes('-') ? 'beta-mac.yml' : 'latest-mac.yml', stringify(info));
    await rm(folder, { recursive: true });
    this.#releases.unshift(version);
    return zip;
  }

  /** Of bodies of the zips and their block maps. */
  get bytesOfUpdates(): number {
    return this.exchanges.filter(({ path }) => path.includes('.zip')).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const { range } = request.headers;
    const stagingId = request.headers['x-user-staging-id'];
    const exchange: Exchange = { path, range: range ?? null, stagingId: stagingId?.toString() ?? null, bytes: 0 };
    this.exchanges.push(exchange);
    const send = (body: Buffer | string, status = 200, headers: Record<string, string> = {}) => {
      exchange.bytes = Buffer.byteLength(body);
      response.writeHead(status, { 'Content-Length': exchange.bytes, ...headers }).end(body);
    };
    if (path === `${BASE}.atom`) {
      send(this.#atom());
      return;
    }
    if (path === `/api/v3/repos/${OWNER}/${REPOSITORY}/releases/latest`) {
      const latest = this.#releases.find((version) => !version.includes('-'));
      if (latest === undefined) send('Not Found', 404);
      else send(JSON.stringify({ tag_name: `v${latest}` }));
      return;
    }
    const download = /\/download\/v(.+)$/.exec(path)?.[1];
    if (download !== undefined && this.#files.has(download)) {
      response.writeHead(302, { Location: `/storage/${download}` }).end();
      return;
    }
    const stored = path.startsWith('/storage/') ? this.#files.get(path.slice('/storage/'.length)) : undefined;
    if (stored === undefined) {
      send('Not Found', 404);
      return;
    }
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (from !== undefined && to !== undefined) {
      const part = stored.subarray(Number(from), Number(to) + 1);
      send(part, 206, { 'Content-Range': `bytes ${from}-${to}/${stored.length}` });
      return;
    }
    if (this.breaksOffAfter === null || !path.endsWith('.zip')) {
      send(stored);
      return;
    }
    response.writeHead(200, { 'Content-Length': stored.length });
    response.write(stored.subarray(0, this.breaksOffAfter), () => response.destroy());
  }

  #atom(): string {
    const entries = this.#releases.map(
      (version) =>
        `<entry><id>tag:github.com,2008:Repository/1/v${version}</id><link rel="alternate" type="text/html" href="http://${this.host}${BASE}/tag/v${version}"/><title>${version}</title><content type="html">No content.</content></entry>`,
    );
    return `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Release notes</title>${entries.join('')}</feed>`;
  }
}

type BuildBlockMap = (file: string, compression: 'gzip', out: string) => Promise<unknown>;

/** electron-builder's own, which is inside of it. */
const { buildBlockMap } = createRequire(createRequire(import.meta.url).resolve('electron-builder'))(
  'app-builder-lib/out/targets/blockmap/blockmap.js',
) as { readonly buildBlockMap: BuildBlockMap };
