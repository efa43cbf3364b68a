/**
 * Downloads of an installation. Which bytes are right is known beforehand, so it does not matter where they come from: a download that was cut
 * short is continued, by the next try or by the next installation, and only a whole file with the known checksum is ever used.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { ProblemError } from '../model/problem.ts';
import { because, quote } from '../model/reasons.ts';
import type { InstallActivity } from '../model/tools.ts';
import { cannotWrite } from './install-folder.ts';
import { hasProxy } from './install-network.ts';
import { type InstallSite, WayFailed } from './install-site.ts';

const SECONDS = 1_000;
/** Without a single byte. */
const SILENCE = 60 * SECONDS;
/** Release archives are one or two redirects away. */
const MAX_REDIRECTS = 5;

class Silent extends Error {}

export interface PinnedFile {
  /** For people, for example `uv`. */
  readonly title: string;
  /** Its name in the folder of downloads. */
  readonly name: string;
  /** May hold a name and a password, as the addresses of private package indexes do; neither is logged. */
  readonly url: string;
  /** In hex. */
  readonly sha256: string;
  readonly activity: InstallActivity;
}

/**
 * Downloads a file unless an earlier installation has.
 * @returns its absolute path in the folder of downloads
 * @throws {WayFailed}
 * @throws {ProblemError} disk-full, folder-unusable
 */
export async function fetchPinned(site: InstallSite, file: PinnedFile): Promise<string> {
  const path = join(site.cache, file.name);
  if ((await checksumOf(path)) === file.sha256) return path;
  await mkdir(site.cache, { recursive: true });
  const part = `${path}.part`;
  const begun = await sizeOf(part);
  let sum = await download(site, file, part);
  // What was continued may have been the beginning of another file.
  if (sum !== file.sha256 && begun > 0) {
    await rm(part);
    sum = await download(site, file, part);
  }
  if (sum !== file.sha256) {
    await rm(part);
    throw new WayFailed(because('unknown-checksum', { name: file.title, checksum: sum }), 'wrong-file');
  }
  await rename(part, path);
  return path;
}

/** @throws {WayFailed} */
export async function fetchText(site: InstallSite, url: string, accept: string): Promise<string> {
  return request(site, url, { accept }, async (response) => text(response));
}

/** The address without name and password. */
export function addressOf(url: string): URL {
  const address = new URL(url);
  address.username = '';
  address.password = '';
  return address;
}

/**
 * Goes on with what is there, and once more for as long as each try brings something.
 * @returns the checksum of the whole file
 */
async function download(site: InstallSite, file: PinnedFile, to: string): Promise<string> {
  site.onLine(`Downloading ${addressOf(file.url).href}`);
  for (;;) {
    const before = await sizeOf(to);
    try {
      await downloadFrom(site, file, to, before);
      return (await checksumOf(to)) ?? '';
    } catch (error) {
      const isWorthIt = error instanceof WayFailed && error.kind === 'unreachable' && (await sizeOf(to)) > before;
      if (!isWorthIt) throw error;
      site.onLine(`The download was cut short (${error.message}); it is continued`);
    }
  }
}

async function downloadFrom(site: InstallSite, file: PinnedFile, to: string, from: number): Promise<void> {
  const headers = from === 0 ? {} : { range: `bytes=${from}-` };
  await request(site, file.url, headers, async (response) => {
    // Nothing is missing, or the file there is a shorter one.
    if (response.statusCode === 416) return;
    const continues = response.statusCode === 206 && response.headers['content-range']?.startsWith(`bytes ${from}-`);
    let done = continues ? from : 0;
    const length = Number(response.headers['content-length'] ?? Number.NaN);
    const total = done + length;
    const tell = () => site.onStep({ activity: file.activity, bytes: Number.isFinite(total) ? { done, total } : null });
    tell();
    response.on('data', (chunk: Buffer) => {
      done += chunk.length;
      tell();
    });
    await keep(response, createWriteStream(to, { flags: continues ? 'a' : 'w' }), site.cache);
  });
}

/** Unlike a pipeline, which throws away what it has not written yet, this keeps all that came before the connection was cut. */
async function keep(response: http.IncomingMessage, file: WriteStream, folder: string): Promise<void> {
  const cut = new Promise<void>((resolve, reject) => {
    response.on('error', reject);
    response.on('end', resolve);
  });
  response.pipe(file, { end: false });
  const cause = await Promise.race([cut, once(file, 'error')]).then(
    () => null,
    (error: unknown) => error,
  );
  response.destroy();
  file.end();
  await finished(file).catch(() => {});
  // What the disk says is no fault of the server's.
  if (file.errored != null) throw cannotWrite(file.errored, folder);
  if (cause !== null) throw cause;
}

async function request<Result>(
  site: InstallSite,
  url: string,
  headers: Readonly<Record<string, string>>,
  read: (response: http.IncomingMessage) => Promise<Result>,
): Promise<Result> {
  const { host } = addressOf(url);
  try {
    return await read(await answerOf(site, url, headers, MAX_REDIRECTS));
  } catch (error) {
    site.signal?.throwIfAborted();
    if (error instanceof WayFailed || error instanceof ProblemError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      error instanceof Silent ? because('host-silent', { seconds: SILENCE / SECONDS }) : quote(code ?? message);
    throw new WayFailed(because('host-unreachable', { host, why }), 'unreachable', host);
  }
}

/** Its answer with a body that is wanted, after redirects. */
async function answerOf(
  site: InstallSite,
  url: string,
  headers: Readonly<Record<string, string>>,
  redirects: number,
): Promise<http.IncomingMessage> {
  const address = addressOf(url);
  const agent = await agentFor(site, address);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const { get } = address.protocol === 'https:' ? https : http;
    const options = { agent, headers: { ...headers, ...authorization(url) }, signal: site.signal };
    const asked = get(address, options, resolve);
    asked.setTimeout(SILENCE, () => asked.destroy(new Silent()));
    asked.on('error', reject);
  });
  const { statusCode = 0 } = response;
  if (statusCode === 200 || statusCode === 206 || statusCode === 416) return response;
  response.resume();
  const { location } = response.headers;
  if (statusCode >= 300 && statusCode < 400 && location !== undefined && redirects > 0) {
    return answerOf(site, new URL(location, address).href, headers, redirects - 1);
  }
  // Who answers with this may be better tomorrow.
  const kind = statusCode >= 500 ? 'unreachable' : 'other';
  const { host, href } = address;
  throw new WayFailed(because('host-answered', { host, status: statusCode, address: href }), kind, host);
}

/** Without keeping connections: an installation makes few. The environment's proxy is used before the system's, as by curl. */
async function agentFor(site: InstallSite, address: URL): Promise<http.Agent> {
  const { protocol, href } = address;
  const proxy = hasProxy(site.env) ? null : await site.findProxy(href);
  const proxyEnv = proxy === null ? site.env : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  return protocol === 'https:' ? new https.Agent({ proxyEnv }) : new http.Agent({ proxyEnv });
}

function authorization(url: string): Readonly<Record<string, string>> {
  const { username, password } = new URL(url);
  if (username === '' && password === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

/** Null when there is no such file. */
async function checksumOf(file: string): Promise<string | null> {
  const sum = createHash('sha256');
  try {
    await pipeline(createReadStream(file), sum);
    return sum.digest('hex');
  } catch {
    return null;
  }
}
