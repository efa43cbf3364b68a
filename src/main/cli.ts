/** The `immich-sync` command: the same engine as the app, without a window. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemLaunchControl } from '../core/agent/launch-control.ts';
import { chooseSecrets } from '../core/secrets/chosen.ts';
import { kindOf } from '../core/secrets/secrets.ts';
import { runCommandLine } from './cli/program.ts';
import { processTerminal, stopSignal } from './cli/terminal.ts';
import { keepHeapSmall } from './small-heap.ts';

keepHeapSmall();
// Certificates are verified, also those of the sites that tools are installed from; connections to the server insist on it by themselves.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// What this process and its children write is for this user only.
process.umask(0o077);

/** A checkout's is the app's. */
function version(): string {
  const manifest = readFileSync(join(import.meta.dirname, '..', '..', 'app', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: stopSignal(),
  launchControl: systemLaunchControl(process.platform),
  version: version(),
  program: [process.execPath, ...process.execArgv, resolve(process.argv[1] ?? '')],
  openSecrets: ({ home }, item) =>
    chooseSecrets({
      home,
      platform: process.platform,
      environment: process.env,
      ...(item === undefined ? {} : { kind: kindOf(item) }),
    }),
});
