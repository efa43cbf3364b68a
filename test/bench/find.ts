/**
 * `node test/bench/find.ts [ASSETS]`: how long our process takes from a keystroke in Find to its answer (the query, what is known of what was
 * found, and the message to the window), and whether its memory stays what it is. Prints the lines of docs/performance.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Engine } from '../../src/core/engine/engine.ts';
import { environmentSecrets } from '../../src/core/secrets/environment.ts';
import { pathsFor } from '../../src/core/settings/paths.ts';
import { scriptsFolder } from '../../src/main/scripts-folder.ts';
import type { HandlerContext } from '../../src/main/services/handlers/context.ts';
import { findHandlers } from '../../src/main/services/handlers/find.ts';
import { keepHeapSmall } from '../../src/main/small-heap.ts';
import { inUse } from '../../src/shared/told.ts';
import { makeLargeHome } from './large-home.ts';
import { markdownTable, shownBytes, shownCount, shownTime } from './markdown.ts';
import { quantile } from './samples.ts';

/** What is typed, letter by letter. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  'a file’s name': ['IMG_4127', 'IMG_99999.HEIC', 'img_1'],
  'a date': ['2021-07-12', 'July 2025', '12 March 2019', '2020'],
  'an album or a place': ['Lisbon 2019', 'São Miguel', 'zurich', '京都'],
  'a title, a caption, a keyword': ['Birthday at Porto', 'Family', 'Travel July 2024', 'first day of school'],
  'what is not there': ['Reykjavik', 'xylophone'],
};
const KEYSTROKES = 1_000;
/** Before memory is looked at: until then V8 compiles, and SQLite fills its caches. */
const WARM_UP = 200;

interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const assets = Number(process.argv[2] ?? 100_000);
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
keepHeapSmall();

const home = await mkdtemp(join(tmpdir(), 'immich-sync-find-'));
try {
  await makeLargeHome(home, assets);
  const engine = await Engine.open({
    paths: pathsFor({ home, platform: process.platform, environment: {} }),
    secrets: environmentSecrets(''),
    scripts: scriptsFolder(),
    environment: process.env,
  });
  const find = findHandlers({ engine } as unknown as HandlerContext);
  const began = performance.now();
  await find['find.open']();
  const indexed = (performance.now() - began) / 1000;

  const answer = (typed: string) => {
    const page = find['find.search']({ typed, language: 'en-GB', after: null });
    return { total: page.total, bytes: serialize({ ok: true, value: inUse(page) }).length };
  };
  const { total } = answer('');
  const took = new Map<string, Took[]>();
  let largest = 0;
  const keystroke = (kind: string, typed: string) => {
    const [before, cpu] = [performance.now(), process.threadCpuUsage()];
    const { bytes } = answer(typed);
    const { user, system } = process.threadCpuUsage(cpu);
    const one = { seconds: (performance.now() - before) / 1000, cpuSeconds: (user + system) / 1e6 };
    took.set(kind, [...(took.get(kind) ?? []), one]);
    largest = Math.max(largest, bytes);
  };
  const memory = () => {
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    return { heapUsed, rss };
  };
  type(WARM_UP, keystroke);
  const warm = memory();
  took.clear();
  type(KEYSTROKES, keystroke);
  const after = memory();
  type(KEYSTROKES, keystroke);
  const inTheEnd = memory();
  await engine.close();

  const rowOf = (name: string, times: readonly Took[]) => [
    name,
    shownCount(times.length),
    ...[0.5, 0.95, 1].map((share) =>
      [times.map(({ seconds }) => seconds), times.map(({ cpuSeconds }) => cpuSeconds)]
        .map((values, index) =>
          index === 0 ? shownTime(quantile(values, share)) : `(${shownTime(quantile(values, share))})`,
        )
        .join(' '),
    ),
  ];
  const rows = [...took].map(([kind, times]) => rowOf(kind, times));
  const all = rowOf('all', [...took.values()].flat());
  const lines = [
    `${shownCount(total)} items. Read into the index of words once in ${shownTime(indexed)}; an answer has ${shownCount(Math.ceil(largest / 1000))} kB at most.`,
    '',
    ...markdownTable(
      ['typed', 'keystrokes', 'half of them within (processor)', '95 of 100', 'the slowest'],
      [...rows, all],
    ),
    '',
    ...markdownTable(
      ['memory after', 'heap', 'all of the process'],
      [
        [WARM_UP, warm] as const,
        [WARM_UP + KEYSTROKES, after] as const,
        [WARM_UP + 2 * KEYSTROKES, inTheEnd] as const,
      ].map(([keystrokes, { heapUsed, rss }]) => [
        `${shownCount(keystrokes)} keystrokes`,
        shownBytes(heapUsed),
        shownBytes(rss),
      ]),
    ),
  ];
  console.log(lines.join('\n'));
} finally {
  await rm(home, { recursive: true, force: true });
}

/** So many keystrokes, all queries again and again. */
function type(keystrokes: number, press: (kind: string, typed: string) => void): void {
  for (let left = keystrokes; left > 0; )
    for (const [kind, queries] of Object.entries(TYPED))
      for (const query of queries)
        for (let end = 1; end <= query.length && left > 0; end += 1, left -= 1) press(kind, query.slice(0, end));
}
