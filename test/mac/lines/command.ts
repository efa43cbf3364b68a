/** The command of the installed app. */
import { BUNDLE_ID } from '../../../src/core/model/project.ts';
import { runPackagedCommand } from '../../support/electron-runtime/packaged.ts';
import { lastLine, system } from '../bench.ts';
import type { SmokeLine } from './index.ts';

export const commandLines: readonly SmokeLine[] = [
  {
    name: 'status answers',
    expected: 'exit code 3 (not set up) and one JSON document that names server and key as missing',
    needs: 'any',
    look: async (bench) => {
      const { exitCode, stdout, stderr } = await runPackagedCommand(await bench.freshHome(), ['status', '--json']);
      const { missing } = parseDocument(stdout, stderr) as { readonly missing?: unknown };
      return {
        asExpected: exitCode === 3 && JSON.stringify(missing) === '["server","key"]',
        seen: `exit code ${exitCode}, missing ${JSON.stringify(missing)}`,
      };
    },
  },
  {
    name: 'a sync by the command',
    expected: 'exit code 0, both photos verified on the server, the key read from the keychain without a question',
    needs: 'any',
    look: async (bench) => {
      const { command, demo } = await bench.readyHome();
      const { exitCode, stdout, stderr } = await command('sync', '--json');
      const { coverage } = parseDocument(stdout, stderr) as { readonly coverage?: { readonly complete: number } };
      return {
        asExpected: exitCode === 0 && coverage?.complete === 2 && demo.assets().length === 2,
        seen: `exit code ${exitCode}, ${coverage?.complete} verified, ${demo.assets().length} on the server`,
      };
    },
  },
  {
    name: 'a command without LANG',
    expected: 'with German chosen for the app in its preferences, its help is in German',
    needs: 'macOS',
    look: async (bench) => {
      await system('/usr/bin/defaults', 'write', BUNDLE_ID, 'AppleLanguages', '-array', 'de');
      bench.atEnd(() => system('/usr/bin/defaults', 'delete', BUNDLE_ID, 'AppleLanguages'));
      const options = await bench.freshHome();
      const { LANG, LC_ALL, LC_MESSAGES, ...env } = options.env;
      const { stdout } = await runPackagedCommand({ ...options, env }, ['--help']);
      return { asExpected: stdout.includes('Befehle:'), seen: lastLine(stdout) };
    },
  },
];

/** @throws {Error} with what the command said instead */
function parseDocument(stdout: string, stderr: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`no JSON but “${lastLine(stdout)}”; ${lastLine(stderr)}`);
  }
}
