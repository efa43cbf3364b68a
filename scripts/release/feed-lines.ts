/** What has to be seen of the file by which installed apps learn of a release. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { feedName, oldestDarwin } from '../../build/update-feed.ts';
import type { Line } from '../../test/mac/line.ts';

export interface Feed {
  /** `latest-mac.yml` or `beta-mac.yml`, beside what it names. */
  readonly file: string;
  readonly version: string;
}

/** https://www.electron.build/auto-update#file-generated-and-uploaded-in-addition */
interface FeedContents {
  readonly version: string;
  readonly minimumSystemVersion?: string;
  readonly files: readonly { readonly url: string; readonly sha512: string; readonly size: number }[];
}

export const FEED_LINES: readonly Line<Feed>[] = [
  {
    name: 'channel',
    expected: 'its name is that of the version’s channel, and the version is that of the release',
    needs: 'any',
    look: async ({ file, version }) => {
      const { version: found } = await read(file);
      return {
        asExpected: basename(file) === feedName(version) && found === version,
        seen: `${basename(file)}, ${found}`,
      };
    },
  },
  {
    name: 'oldest system',
    expected: 'that of the app, so that no older one is offered what does not start there',
    needs: 'any',
    look: async ({ file }) => {
      const { minimumSystemVersion } = await read(file);
      return { asExpected: minimumSystemVersion === (await oldestDarwin()), seen: `Darwin ${minimumSystemVersion}` };
    },
  },
  {
    name: 'download',
    expected: 'one zip, there with that size and hash, and its block map beside it',
    needs: 'any',
    look: async ({ file }) => {
      const { files } = await read(file);
      const [zip] = files;
      if (zip === undefined || files.length > 1 || !zip.url.endsWith('.zip'))
        return { asExpected: false, seen: files.map(({ url }) => url).join(', ') };
      const path = join(dirname(file), zip.url);
      const contents = await readFile(path);
      const hash = createHash('sha512').update(contents).digest('base64');
      const { size } = await stat(`${path}.blockmap`);
      return {
        asExpected: hash === zip.sha512 && contents.length === zip.size && size > 0,
        seen: `${zip.url}, ${contents.length} bytes, the hash is ${hash === zip.sha512 ? 'right' : 'another one'}`,
      };
    },
  },
];

async function read(file: string): Promise<FeedContents> {
  return parse(await readFile(file, 'utf8')) as FeedContents;
}
