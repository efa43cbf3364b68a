/** `npm run acceptance`: see `--help` and docs/acceptance.md. */
import { parseArgs } from 'node:util';
import { SCENARIOS } from '../test/acceptance/scenarios/index.ts';
import { type Judgement, judgeServer, type SuiteOptions } from '../test/acceptance/suite.ts';
import { details, summary } from '../test/acceptance/table.ts';
import { kindOf } from '../test/acceptance/verdict.ts';
import { startDemoImmich } from '../test/support/demo-immich/index.ts';

/** The oldest that is supported, the last of 2.x, and two of 3.x. */
const DEMO_VERSIONS = ['2.0.1', '2.7.5', '3.1.0', '3.3.5'];

const HELP = `Judges Immich Sync on an Immich server: what Photos says against what Immich says, field by field.

  npm run acceptance                                        on demo-immich, versions ${DEMO_VERSIONS.join(', ')}
  npm run acceptance -- --server URL --admin-key-stdin      on a real server

  --server URL         address of the server. The suite makes users of its own there and removes them with all that is theirs.
  --admin-key-stdin    read an administrator's API key (permission "all") from standard input
  --demo VERSION       demo-immich of this version alone; can be given more than once
  --scenario NAME      only this one; can be given more than once
  --assets NUMBER      how many items the library of every kind has, 60 at least (default 72)
  --json               one JSON document with every field instead of the table
  --list               name the scenarios

It ends with 0 when nothing is different, else with 1.`;

const print = (line: string) => process.stdout.write(`${line}\n`);

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

async function readKey(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  return text.trim();
}

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    'admin-key-stdin': { type: 'boolean', default: false },
    demo: { type: 'string', multiple: true },
    scenario: { type: 'string', multiple: true },
    assets: { type: 'string', default: '72' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

async function main(): Promise<void> {
  if (values.help) {
    print(HELP);
    return;
  }
  if (values.list) {
    for (const { name, about } of SCENARIOS) print(`${name.padEnd(12)} ${about}`);
    return;
  }
  const unknown = values.scenario?.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown !== undefined) fail(`There is no scenario ${unknown}; --list names them.`);
  const assets = Number(values.assets);
  if (!Number.isInteger(assets) || assets < 60) fail('--assets needs a whole number from 60 on.');
  const common = {
    scenarios: SCENARIOS.filter(({ name }) => values.scenario?.includes(name) ?? true),
    assets,
    onLine: (line: string) => void process.stderr.write(`${line}\n`),
  } satisfies Partial<SuiteOptions>;
  const judgements: Judgement[] = [];
  if (values.server !== undefined) {
    if (!values['admin-key-stdin']) fail('Give an administrator’s key on standard input, with --admin-key-stdin.');
    const url = values.server.replace(/\/+$/, '').replace(/\/api$/, '');
    judgements.push(await judgeServer({ ...common, url, adminKey: await readKey(), kind: 'Immich' }));
  } else {
    for (const version of values.demo ?? DEMO_VERSIONS) {
      const server = await startDemoImmich({ version });
      try {
        const adminKey = server.addKey({ permissions: ['all'] });
        judgements.push(await judgeServer({ ...common, url: server.url, adminKey, kind: 'demo-immich' }));
      } finally {
        await server.stop();
      }
    }
  }
  if (values.json) print(JSON.stringify({ judgements }));
  else for (const line of [...summary(judgements), '', ...judgements.flatMap(details)]) print(line);
  const isDifferent = judgements.some(
    ({ scenarios, left }) =>
      left.length > 0 || scenarios.some(({ rows }) => rows.some((row) => kindOf(row) === 'different')),
  );
  process.exitCode = isDifferent ? 1 : 0;
}

await main();
