/** Where the list of tool sets comes from, and the keys that it may be signed with. */
import { REPOSITORY_URL } from '../model/project.ts';
import { releaseHost } from '../tools/install-network.ts';
import { publicKeyFrom } from '../tools/sets/signed-list.ts';
import type { ListSource } from './kept-list.ts';

/** One release of the project holds the list and what it names; it is replaced, so that its address stays. */
const PUBLISHED = `${REPOSITORY_URL}/releases/download/tool-sets/list-1.json`;
const GITHUB = 'https://github.com';

/**
 * The public halves of the keys that lists are signed with. A second one is here while it replaces the first. How a pair is made and replaced:
 * `docs/tool-sets.md`. The private half is never in the repository.
 */
const TRUSTED = ['T9brykkaDIUflaMucyacUquDoroERl-eM8hO28RidTw'];

/**
 * @param environment `IMMICH_SYNC_TOOL_LIST` and `IMMICH_SYNC_TOOL_LIST_KEY` name another list and its public key, for tests: at an address of
 * this computer's own alone, so that nobody makes an app trust a stranger's list by them.
 */
export function toolListSource(environment: NodeJS.ProcessEnv): ListSource {
  const { IMMICH_SYNC_TOOL_LIST: url, IMMICH_SYNC_TOOL_LIST_KEY: key } = environment;
  return url !== undefined && key !== undefined && isLoopback(url)
    ? { url, trusted: [publicKeyFrom(key)] }
    : { url: PUBLISHED.replace(GITHUB, releaseHost(environment)), trusted: TRUSTED.map(publicKeyFrom) };
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && new URL(url).hostname === '127.0.0.1';
}
