/** All scenarios on one server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionTools } from '../support/tools/provision.ts';
import type { Scenario } from './scenario.ts';
import { Accounts } from './server/accounts.ts';
import { callsTo } from './server/calls.ts';
import { untilIdle } from './server/queues.ts';
import { play } from './stage.ts';
import { kindOf, type Row } from './verdict.ts';

export interface Judgement {
  readonly server: { readonly url: string; readonly version: string; readonly kind: 'Immich' | 'demo-immich' };
  /** ISO 8601. */
  readonly at: string;
  readonly scenarios: readonly {
    readonly name: string;
    readonly about: string;
    readonly seconds: number;
    readonly rows: readonly Row[];
  }[];
  /** What could not be cleaned up, in words. */
  readonly left: readonly string[];
}

export interface SuiteOptions {
  /** Without `/api`. */
  readonly url: string;
  /** Of an administrator; it makes and removes users and looks at the queues. */
  readonly adminKey: string;
  readonly kind: Judgement['server']['kind'];
  readonly scenarios: readonly Scenario[];
  /** Assets of libraries of many. */
  readonly assets: number;
  readonly onLine?: (line: string) => void;
}

export async function judgeServer(options: SuiteOptions): Promise<Judgement> {
  const { url, adminKey, kind, assets, onLine = () => undefined } = options;
  const admin = callsTo(url, { key: adminKey });
  const version = await admin<{ major: number; minor: number; patch: number }>('GET', '/server/version');
  const text = `${version.major}.${version.minor}.${version.patch}`;
  const tools = await provisionTools();
  const folder = await mkdtemp(join(tmpdir(), 'immich-sync-acceptance-'));
  const accounts = new Accounts(url, admin);
  const settle = () => untilIdle(admin);
  const scenarios: Judgement['scenarios'][number][] = [];
  let left: readonly string[] = [];
  try {
    await settle();
    for (const scenario of options.scenarios) {
      const begin = performance.now();
      const rows = await play(scenario, {
        url,
        version: text,
        accounts,
        settle,
        folder: join(folder, scenario.name),
        tools,
        assets,
      });
      const seconds = Math.round((performance.now() - begin) / 1000);
      scenarios.push({ name: scenario.name, about: scenario.about, seconds, rows });
      const different = rows.filter((row) => kindOf(row) === 'different').length;
      onLine(`${text} ${scenario.name}: ${rows.length} fields, ${different} different, ${seconds} s`);
    }
  } finally {
    left = await accounts.removeAll();
    await rm(folder, { recursive: true, force: true });
  }
  return { server: { url, version: text, kind }, at: new Date().toISOString(), scenarios, left };
}
