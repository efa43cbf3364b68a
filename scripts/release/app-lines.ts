/** What has to be seen of an app before people get it: of the one that was built, of the one in the zip, of the one in the disk image. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import plist from 'plist';
import { readBundledPackages } from '../../build/bundled-packages.ts';
import { fuseProblems } from '../../build/fuses.ts';
import { readPropertyList } from '../../src/core/agent/property-list.ts';
import type { Line, Sight } from '../../test/mac/line.ts';
import { archiveProblems, descriptionProblems, fileProblems, licenceProblems } from './contents.ts';
import { type Answer, ask, lastLine, succeed } from './mac-tools.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

export interface PackedMacApp {
  /** The bundle. */
  readonly app: string;
  readonly version: string;
  /** Whether it has to be signed with a certificate and notarised. */
  readonly isSigned: boolean;
  /** As lipo(1) calls them. */
  readonly architectures: readonly string[];
}

type AppLine = Line<PackedMacApp>;

const CONTENTS: readonly AppLine[] = [
  {
    name: 'description',
    expected: 'identifier, version, numeric version of the bundle, oldest macOS, no Dock icon',
    needs: 'any',
    look: async ({ app, version }) => sightOf(await descriptionProblems(app, version)),
  },
  {
    name: 'archive',
    expected: 'Info.plist has the hash of its header, its header that of each file',
    needs: 'any',
    look: async ({ app }) => sightOf(await archiveProblems(app)),
  },
  {
    name: 'fuses',
    expected: 'each as build/fuses.ts says',
    needs: 'any',
    look: async ({ app }) => sightOf(await fuseProblems(app)),
  },
  {
    name: 'files',
    expected: 'command, scripts, licences and the updater’s settings are there, and nothing that does not belong',
    needs: 'any',
    look: async ({ app }) => sightOf(await fileProblems(app)),
  },
  {
    name: 'licences',
    expected: 'licences.txt names each package that is bundled',
    needs: 'any',
    look: async ({ app }) =>
      sightOf(await licenceProblems(app, await readBundledPackages(join(PROJECT, 'app', 'out')))),
  },
];

const ON_A_MAC: readonly AppLine[] = [
  {
    name: 'processors',
    expected: '`lipo -archs` of each program names all of them',
    needs: 'macOS',
    look: async ({ app, architectures }) => {
      const programs = [...(await programsOf(app)), join(app, FRAMEWORK)];
      const found = await Promise.all(programs.map((program) => succeed('lipo', '-archs', program)));
      const wrong = found.filter(
        (names) => names.trim().split(/\s+/).sort().join() !== [...architectures].sort().join(),
      );
      return {
        asExpected: wrong.length === 0,
        seen: `${programs.length} programs: ${[...new Set(found)].join('; ').trim()}`,
      };
    },
  },
  {
    name: 'signature',
    expected: '`codesign --verify --deep --strict` finds no gap',
    needs: 'macOS',
    look: async ({ app }) => judged(await ask('codesign', '--verify', '--deep', '--strict', '--verbose=2', app)),
  },
  {
    name: 'rights',
    expected: 'the entitlements of build/entitlements.mac.plist, and no others',
    needs: 'macOS',
    look: async ({ app }) => {
      const xml = await succeed('codesign', '--display', '--entitlements', '-', '--xml', app);
      const found = Object.keys(plist.parse(xml) as object).sort();
      const wanted = Object.keys(
        (await readPropertyList(join(PROJECT, 'build', 'entitlements.mac.plist'))) as object,
      ).sort();
      return { asExpected: found.join() === wanted.join(), seen: found.join(', ') };
    },
  },
];

const SIGNED: readonly AppLine[] = [
  {
    name: 'who has signed',
    expected: 'a Developer ID, with a time stamp, and the hardened runtime',
    needs: 'macOS',
    look: async ({ app }) => {
      const { stderr } = await ask('codesign', '--display', '--verbose=4', app);
      const said = (pattern: RegExp) => pattern.exec(stderr)?.[0] ?? null;
      const seen = [
        said(/Authority=Developer ID Application: .*/),
        said(/Timestamp=.*/),
        said(/flags=\S*\(.*runtime.*\)/),
      ];
      return {
        asExpected: seen.every((found) => found !== null),
        seen: seen.map((found) => found ?? 'missing').join(', '),
      };
    },
  },
  {
    name: 'Gatekeeper',
    expected: '`spctl --assess` accepts it as notarised',
    needs: 'macOS',
    look: async ({ app }) => assessed(await ask('spctl', '--assess', '--type', 'execute', '--verbose=2', app)),
  },
  {
    name: 'ticket',
    expected: '`stapler validate` finds the notary’s ticket, so that it opens without a network, too',
    needs: 'macOS',
    look: async ({ app }) => judged(await ask('xcrun', 'stapler', 'validate', app)),
  },
];

/** @param isSigned with a certificate, and notarised */
export function appLines(isSigned: boolean): readonly AppLine[] {
  return [...CONTENTS, ...ON_A_MAC, ...(isSigned ? SIGNED : [])];
}

export interface DiskImage {
  readonly file: string;
}

/** Of the disk image itself; the app in it is looked at like any other. */
export const IMAGE_LINES: readonly Line<DiskImage>[] = [
  {
    name: 'signature',
    expected: '`codesign --verify --strict` finds no gap',
    needs: 'macOS',
    look: async ({ file }) => judged(await ask('codesign', '--verify', '--strict', '--verbose=2', file)),
  },
  {
    name: 'Gatekeeper',
    expected: '`spctl --assess --type open` accepts it as notarised',
    needs: 'macOS',
    look: async ({ file }) => {
      const context = ['--context', 'context:primary-signature'];
      return assessed(await ask('spctl', '--assess', '--type', 'open', ...context, '--verbose=2', file));
    },
  },
  {
    name: 'ticket',
    expected: '`stapler validate` finds the notary’s ticket',
    needs: 'macOS',
    look: async ({ file }) => judged(await ask('xcrun', 'stapler', 'validate', file)),
  },
];

const FRAMEWORK = 'Contents/Frameworks/Electron Framework.framework/Electron Framework';

async function programsOf(app: string): Promise<readonly string[]> {
  const helpers = (await readdir(join(app, 'Contents', 'Frameworks'))).filter((name) => name.endsWith('.app'));
  const bundles = [app, ...helpers.map((name) => join(app, 'Contents', 'Frameworks', name))];
  const programs = await Promise.all(
    bundles.map(async (bundle) => {
      const folder = join(bundle, 'Contents', 'MacOS');
      return (await readdir(folder)).map((name) => join(folder, name));
    }),
  );
  return programs.flat();
}

function sightOf(problems: readonly string[]): Sight {
  return { asExpected: problems.length === 0, seen: problems.length === 0 ? 'as expected' : problems.join('; ') };
}

function judged({ exitCode, stdout, stderr }: Answer): Sight {
  return { asExpected: exitCode === 0, seen: lastLine(stderr) || lastLine(stdout) || 'nothing' };
}

/** A Mac whose Gatekeeper is switched off accepts everything (`override=security disabled`): what counts is what it takes it for. */
function assessed({ exitCode, stderr }: Answer): Sight {
  const isNotarised = /^source=Notarized Developer ID$/m.test(stderr);
  return { asExpected: exitCode === 0 && isNotarised, seen: stderr.trim().replaceAll('\n', ', ') };
}
