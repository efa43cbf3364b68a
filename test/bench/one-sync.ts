/**
 * One sync in a process of its own, with what the command has no setting for: `one-sync.ts HOME BATCH_ASSETS`, the key in the environment
 * as for the command. Prints the report as JSON.
 */
import { Engine } from '../../src/core/engine/engine.ts';
import { environmentSecrets, KEY_VARIABLE } from '../../src/core/secrets/environment.ts';
import { pathsFor } from '../../src/core/settings/paths.ts';
import { scriptsFolder } from '../../src/main/scripts-folder.ts';
import { keepHeapSmall } from '../../src/main/small-heap.ts';

keepHeapSmall();
const [home = '', batchAssets] = process.argv.slice(2);
const engine = await Engine.open({
  paths: pathsFor({ home, platform: process.platform, environment: {} }),
  secrets: environmentSecrets(process.env[KEY_VARIABLE] ?? ''),
  scripts: scriptsFolder(),
  environment: process.env,
  batchAssets: Number(batchAssets),
});
const report = await engine.sync({
  trigger: 'command',
  dueAt: null,
  isFull: false,
  signal: new AbortController().signal,
});
await engine.close();
console.log(JSON.stringify(report));
