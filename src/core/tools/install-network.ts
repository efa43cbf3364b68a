/** What the environment says about the way to what is downloaded. docs/install.md lists these variables. */

/** The package index that pip or uv are told to use in place of PyPI; null for PyPI. */
export function packageIndex(env: NodeJS.ProcessEnv): string | null {
  return env.UV_DEFAULT_INDEX || env.UV_INDEX_URL || env.PIP_INDEX_URL || null;
}

/** Where release archives come from: GitHub, or what the environment names in its place. */
export function releaseHost(env: NodeJS.ProcessEnv): string {
  return (env.IMMICH_SYNC_GITHUB_MIRROR || 'https://github.com').replace(/\/+$/, '');
}

/** Whether the environment says how to get out, by one of curl's variables. */
export function hasProxy(env: NodeJS.ProcessEnv): boolean {
  return Object.entries(env).some(([name, value]) => /^https?_proxy$/i.test(name) && Boolean(value));
}
