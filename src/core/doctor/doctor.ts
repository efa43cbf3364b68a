/** The doctor: every check in the order in which a person would fix things. */
import type { Engine } from '../engine/engine.ts';
import { type Check, type CheckResult, runCheck } from './check.ts';
import { hooksCheck } from './hooks.ts';
import { keyCheck } from './key.ts';
import { ledgerCheck } from './ledger.ts';
import { libraryCheck } from './library.ts';
import { oldScriptCheck } from './old-script.ts';
import { serverCheck } from './server.ts';
import { stagingCheck } from './staging.ts';
import { systemCheck } from './system.ts';
import { toolUpdatesCheck } from './tool-updates.ts';
import { toolCheck } from './tools.ts';

const CHECKS: readonly Check[] = [
  serverCheck,
  keyCheck,
  libraryCheck,
  ledgerCheck,
  toolCheck('osxphotos'),
  toolCheck('immich-go'),
  toolUpdatesCheck,
  stagingCheck,
  hooksCheck,
  systemCheck,
  oldScriptCheck,
];

/** Runs all checks. They do not depend on each other, so a first trouble does not hide a second. */
export function runDoctor(engine: Engine, signal: AbortSignal): Promise<readonly CheckResult[]> {
  return Promise.all(CHECKS.map((check) => runCheck(check, engine, signal)));
}
