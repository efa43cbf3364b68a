/** What uv is told by its environment, beside what every installer gets. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageIndex } from './install-network.ts';
import type { InstallSite } from './install-site.ts';

/** Where uv keeps what it has downloaded, and what pip was told about the way to a registry, in uv's words. */
export function uvEnvironment(site: InstallSite): Record<string, string> {
  const { UV_DEFAULT_INDEX, UV_INDEX_URL, PIP_CERT, SSL_CERT_FILE } = site.env;
  const index = UV_DEFAULT_INDEX || UV_INDEX_URL ? null : packageIndex(site.env);
  return {
    UV_CACHE_DIR: join(site.cache, 'uv'),
    ...(index === null ? {} : { UV_DEFAULT_INDEX: index }),
    ...(PIP_CERT && !SSL_CERT_FILE ? { SSL_CERT_FILE: PIP_CERT } : {}),
  };
}

/**
 * Makes uv bring a Python of its own, into the tool's folder, and look at no other. `UV_PYTHON_INSTALL_MIRROR` and
 * `UV_PYTHON_DOWNLOADS_JSON_URL` are passed on as everything of uv's; the checksums of what it downloads are in uv itself.
 *
 * Two things of uv's open a dialogue about developer tools on a Mac that has none, because they are stand-ins in `/usr/bin` there: it asks
 * every `python3` of the PATH for its version, and it starts `install_name_tool` on the new Python (`macos_dylib.rs`; when that fails it continues
 * with a warning, which only matters to who builds extensions). So its PATH is a folder with nothing in it but an
 * `install_name_tool` that fails.
 */
export async function managedPythonEnvironment(site: InstallSite): Promise<Record<string, string>> {
  const folder = join(site.work, 'no developer tools');
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'install_name_tool');
  await writeFile(program, '#!/bin/sh\nexit 1\n');
  await chmod(program, 0o755);
  return {
    ...uvEnvironment(site),
    PATH: folder,
    UV_PYTHON_PREFERENCE: 'only-managed',
    UV_PYTHON_DOWNLOADS: 'automatic',
    UV_PYTHON_INSTALL_DIR: join(site.home, 'python'),
    // What was downloaded before an installation was cut short is not downloaded again.
    UV_PYTHON_CACHE_DIR: join(site.cache, 'python'),
    UV_PYTHON_INSTALL_BIN: '0',
  };
}
