/** Downloads of an installation: over HTTPS, with the checksum taken on the way. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { type InstallSite, WayFailed } from './install-site.ts';

const MINUTES = 60_000;

/**
 * Downloads a file.
 * @param url may hold a name and a password, as the addresses of private package indexes do; neither is logged
 * @returns its SHA-256 in hex
 * @throws {WayFailed}
 */
export async function download(site: InstallSite, url: string, to: string): Promise<string> {
  const sum = createHash('sha256');
  site.onLine(`Downloading ${addressOf(url).href}`);
  await request(site, url, {}, 10 * MINUTES, async (body) => {
    const summing = new Transform({
      transform(chunk, _encoding, done) {
        sum.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(body.body as ReadableStream), summing, createWriteStream(to));
  });
  return sum.digest('hex');
}

/** @throws {WayFailed} */
export async function fetchText(site: InstallSite, url: string, accept: string): Promise<string> {
  return request(site, url, { accept }, MINUTES, (response) => response.text());
}

/** The package index that pip or uv are told to use in place of PyPI; null for PyPI. */
export function packageIndex(env: NodeJS.ProcessEnv): string | null {
  return env.UV_DEFAULT_INDEX || env.UV_INDEX_URL || env.PIP_INDEX_URL || null;
}

/** The address without name and password. */
export function addressOf(url: string): URL {
  const address = new URL(url);
  address.username = '';
  address.password = '';
  return address;
}

async function request<Result>(
  site: InstallSite,
  url: string,
  headers: Readonly<Record<string, string>>,
  timeout: number,
  read: (response: Response) => Promise<Result>,
): Promise<Result> {
  const address = addressOf(url);
  const limit = AbortSignal.timeout(timeout);
  const signal = site.signal ? AbortSignal.any([site.signal, limit]) : limit;
  try {
    const response = await fetch(address, { signal, headers: { ...headers, ...authorization(url) } });
    if (!response.ok || response.body === null) {
      throw new WayFailed(`${address.host} answered ${response.status} for ${address.href}`);
    }
    return await read(response);
  } catch (error) {
    site.signal?.throwIfAborted();
    if (error instanceof WayFailed) throw error;
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    throw new WayFailed(`${address.host} could not be reached (${cause ?? (error as Error).message})`);
  }
}

/** `fetch` refuses addresses that hold a password. */
function authorization(url: string): Readonly<Record<string, string>> {
  const { username, password } = new URL(url);
  if (username === '' && password === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}
