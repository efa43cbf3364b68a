/** The `immich-sync` command: the same engine as the app, without a window. */
import { chooseSecrets } from '../core/secrets/chosen.ts';
import { runCommandLine } from './cli/program.ts';
import { processTerminal, stopSignal } from './cli/terminal.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: stopSignal(),
  openSecrets: ({ home }) => chooseSecrets({ home, platform: process.platform, environment: process.env }),
});
