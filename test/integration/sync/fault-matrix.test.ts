/**
 * What goes wrong on the way to the server, in each step of a sync: the run ends as it should and says so in one plain sentence, the ledger
 * holds no proof of what the server does not have, and the next run makes it whole. The real immich-go uploads; a stand-in of osxphotos
 * exports, because nothing here is about it. A table is printed at the end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ledger } from '../../../src/core/ledger/ledger.ts';
import { PERMISSIONS } from '../../../src/core/model/permissions.ts';
import type { ProblemCode } from '../../../src/core/model/problem.ts';
import type { Progress } from '../../../src/core/model/progress.ts';
import type { Outcome, RunReport } from '../../../src/core/model/run-report.ts';
import { patienceOf } from '../../../src/core/patience.ts';
import { type Fault, type FaultOrder, SYNC_PERMISSIONS } from '../../support/demo-immich/index.ts';
import { writeStandIn } from '../../support/stand-ins/write.ts';
import { type Bench, manifestOf, openBench } from '../../support/sync/bench.ts';
import { checksumsOn, expectedChecksums } from '../../support/sync/compare.ts';
import { expectPlainSentence } from '../../support/sync/refusal.ts';

const STEPS = ['preflight', 'upload', 'proof', 'albums'] as const;
type Step = (typeof STEPS)[number];

/** How a faulty run ends, and the first problem that it tells; `done` tells none. */
type Ending = readonly [Outcome, ProblemCode | null];

interface Row {
  readonly name: string;
  /** `refuse` closes the port when the step begins. */
  readonly fault: (Fault & Pick<FaultOrder, 'times'>) | 'refuse';
  readonly ends: Readonly<Partial<Record<Step, Ending>>>;
}

const status = (code: number, message: string): Fault => ({
  kind: 'status',
  status: code,
  body: { message, statusCode: code },
});
const FAILED_ALBUM: Ending = ['partial', 'albums-failed'];
const UNREACHABLE: Ending = ['failed', 'server-unreachable'];
const SERVER_ERROR: Ending = ['failed', 'server-error'];
const NOT_IMMICH: Ending = ['failed', 'server-not-immich'];

const ROWS: readonly Row[] = [
  {
    name: '401',
    fault: status(401, 'Invalid API key'),
    ends: {
      preflight: ['failed', 'key-refused'],
      upload: ['failed', 'key-refused'],
      proof: ['failed', 'key-refused'],
      albums: ['failed', 'key-refused'],
    },
  },
  {
    name: '404',
    fault: status(404, 'Not Found'),
    ends: { preflight: NOT_IMMICH, upload: SERVER_ERROR, proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: '413',
    fault: status(413, 'Request Entity Too Large'),
    ends: { preflight: NOT_IMMICH, upload: ['partial', 'upload-refused'], proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: '429',
    fault: status(429, 'Too Many Requests'),
    ends: { preflight: SERVER_ERROR, upload: SERVER_ERROR, proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: '500',
    fault: status(500, 'Internal server error'),
    ends: { preflight: SERVER_ERROR, upload: SERVER_ERROR, proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: '502',
    fault: status(502, 'Bad Gateway'),
    ends: { preflight: UNREACHABLE, upload: SERVER_ERROR, proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: '507',
    fault: status(507, 'Insufficient Storage'),
    ends: {
      preflight: NOT_IMMICH,
      upload: ['failed', 'server-storage-full'],
      proof: ['failed', 'server-storage-full'],
      albums: ['failed', 'server-storage-full'],
    },
  },
  {
    name: 'connection refused',
    fault: 'refuse',
    ends: { preflight: UNREACHABLE, upload: UNREACHABLE, proof: UNREACHABLE, albums: UNREACHABLE },
  },
  {
    name: 'reset mid-request',
    fault: { kind: 'reset', when: 'mid-request' },
    ends: { upload: UNREACHABLE, proof: UNREACHABLE, albums: UNREACHABLE },
  },
  {
    name: 'reset mid-answer',
    fault: { kind: 'reset', when: 'mid-response' },
    ends: { preflight: UNREACHABLE, proof: UNREACHABLE, albums: UNREACHABLE },
  },
  {
    name: 'stall',
    fault: { kind: 'stall' },
    ends: { preflight: UNREACHABLE, upload: UNREACHABLE, proof: UNREACHABLE, albums: UNREACHABLE },
  },
  {
    name: 'slow drip',
    fault: { kind: 'drip', bytesPerSecond: 20_000 },
    ends: { preflight: ['done', null], upload: ['done', null], proof: ['done', null], albums: ['done', null] },
  },
  {
    name: 'truncated JSON',
    fault: { kind: 'truncated-json' },
    // A truncated answer to an upload is no answer, but the file is there: the proof finds it.
    ends: { preflight: NOT_IMMICH, upload: ['done', null], proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: 'HTML',
    fault: { kind: 'html' },
    ends: { preflight: NOT_IMMICH, upload: SERVER_ERROR, proof: SERVER_ERROR, albums: FAILED_ALBUM },
  },
  {
    name: 'lie: has it not',
    fault: { kind: 'lie', say: 'accept', times: 1 },
    ends: { proof: ['partial', 'not-proved'] },
  },
];

const MATCH: Readonly<Record<Step, FaultOrder['match']>> = {
  preflight: {},
  upload: { method: 'POST', path: '/assets' },
  proof: { path: '/assets/bulk-upload-check' },
  albums: { path: /^\/api\/albums/ },
};
/** Requests that match but come before the step: the look at the oldest proofs, and the question what is there already. */
const BEFORE: Readonly<Partial<Record<Step, number>>> = { proof: 2 };

/** Passes everything on to the server until it is closed: then the port refuses connections. */
interface Door {
  readonly url: string;
  open(): Promise<void>;
  shut(): void;
}

async function makeDoor(target: string): Promise<Door> {
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    const listening = createServer((from) => {
      const to = connect(Number(new URL(target).port), '127.0.0.1');
      for (const [socket, other] of [
        [from, to],
        [to, from],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.resetAndDestroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroySoon();
        });
      }
      from.pipe(to).pipe(from);
    });
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
    port = (listening.address() as AddressInfo).port;
    server = listening;
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    open,
    shut: () => {
      server?.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}

describe('whatever the server does', () => {
  let folder: string;
  let bench: Bench;
  let door: Door;
  const table: string[][] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'immich-sync-matrix-'));
    bench = await openBench({
      tools: { osxphotos: await writeStandIn('osxphotos', join(folder, 'programs')) },
      fill: (library) => library.addAsset({ kind: 'photo' }),
      patience: {
        ...patienceOf(10),
        wait: async () => {},
        preflight: [1],
        call: [1],
        upload: [1],
        callTimeout: 700,
        uploadTimeout: 700,
      },
    });
    door = await makeDoor(bench.server.url);
    bench.change((settings) => ({ ...settings, server: { ...settings.server, url: door.url } }));
    expect(await bench.sync()).toMatchObject({ outcome: 'done', problems: [] });
  });

  afterAll(async () => {
    door?.shut();
    await bench?.close();
    await rm(folder, { recursive: true, force: true });
    const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
    console.log(
      table.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n'),
    );
  });

  /** What the step has to do in a run: photos to bring, and an album to make for the last step. */
  async function prepare(step: Step, name: string): Promise<void> {
    const assets = [];
    for (let count = 0; count < (step === 'albums' ? 1 : 3); count += 1)
      assets.push(await bench.photos.addAsset({ kind: 'photo' }));
    if (step === 'albums') bench.photos.createAlbum(`Album of ${name}`, { assets });
  }

  /** Checksums that the ledger takes for proved. */
  function provedInLedger(): readonly string[] {
    const ledger = new Ledger(bench.paths.ledgerFile);
    try {
      const pages = [...ledger.verification.pages(ledger.target(bench.server.userId, door.url))];
      return pages.flat().map(({ sha1 }) => sha1);
    } finally {
      ledger.close();
    }
  }

  function note(fault: string, step: Step, { outcome, problems }: RunReport): void {
    table.push([fault, step, outcome, problems[0]?.sentence ?? '']);
  }

  /** The fault is gone: the next run ends well, and everything is there, each once. */
  async function expectHealed(): Promise<void> {
    bench.server.faults.clear();
    const report = await bench.sync();
    expect(report.problems).toEqual([]);
    expect(report.outcome).toMatch(/^(done|nothing-new)$/);
    const { assets, complete } = report.coverage;
    expect(complete).toBe(assets);
    expect(checksumsOn(bench.server)).toEqual(expectedChecksums(manifestOf(bench)));
    const names = bench.server.albums().map((album) => album.name);
    expect(names).toEqual([...new Set(names)]);
    expect(bench.server.albums().every((album) => album.assets.length === 1)).toBe(true);
    expect(names).toHaveLength(manifestOf(bench).albums.length);
  }

  /** Runs with the fault in the step. */
  async function strike(step: Step, { fault, name }: Row): Promise<RunReport> {
    await prepare(step, name);
    if (fault !== 'refuse') {
      const before = BEFORE[step];
      // What is refused for the key is refused where the key is shown.
      const match = step === 'preflight' && name === '401' ? { path: '/api-keys/me' } : MATCH[step];
      bench.server.faults.add({ ...fault, match: match ?? {}, ...(before === undefined ? {} : { after: before }) });
      return bench.sync();
    }
    const there = bench.server.assets().length;
    const isBegun: Readonly<Record<Step, (progress: Progress) => boolean>> = {
      preflight: () => true,
      upload: ({ phase }) => phase === 'transfer',
      proof: () => bench.server.assets().length === there + 3,
      albums: ({ phase }) => phase === 'reconcile',
    };
    let isShut = false;
    let last: Progress | null = null;
    const look = () => {
      if (isShut || last === null || !isBegun[step](last)) return;
      isShut = true;
      door.shut();
    };
    const looking = setInterval(look, 1);
    const report = await bench.sync({
      onProgress: (progress) => {
        last = progress;
        look();
      },
    });
    clearInterval(looking);
    expect(isShut).toBe(true);
    await door.open();
    return report;
  }

  describe.each(STEPS)('in the step %s', (step) => {
    it.each(ROWS.filter(({ ends }) => ends[step] !== undefined))('$name', async (row) => {
      const report = await strike(step, row);
      note(row.name, step, report);
      const [outcome, code] = row.ends[step] ?? [null, null];
      // In the last step the picture has been brought: then what fails afterwards leaves a run that did something.
      const expected = step === 'albums' && outcome === 'failed' ? 'partial' : outcome;
      expect({ outcome: report.outcome, code: report.problems[0]?.code ?? null }).toEqual({ outcome: expected, code });
      if (code !== null) expectPlainSentence(report.problems[0]);
      expect(report.reason).toBe(report.problems[0]?.sentence ?? null);
      const there = new Set(checksumsOn(bench.server));
      expect(provedInLedger().filter((sha1) => !there.has(sha1))).toEqual([]);
      await expectHealed();
    });
  });

  describe('without a permission that is needed', () => {
    it.each(PERMISSIONS.filter(({ required }) => required).map(({ name }) => name))('%s', async (name) => {
      const apiKey = bench.server.addKey({ permissions: SYNC_PERMISSIONS.filter((permission) => permission !== name) });
      const report = await bench.sync({ apiKey });
      note(`403 ${name}`, 'preflight', report);
      expect(report).toMatchObject({ outcome: 'failed', problems: [{ code: 'key-lacks-permission' }] });
      expect(report.reason).toContain(name);
    });

    // It was taken away from the key in the middle of the run.
    it.each([
      ['asset.upload', 'upload', MATCH.upload],
      ['asset.upload', 'proof', MATCH.proof],
      ['album.read', 'albums', { method: 'GET', path: '/albums' }],
      ['album.create', 'albums', { method: 'POST', path: '/albums' }],
      ['albumAsset.create', 'albums', { method: 'PUT', path: /^\/api\/albums\/[^/]+\/assets$/ }],
    ] as const)('%s, in the step %s', async (permission, step, match) => {
      await prepare(step, `403 ${permission}`);
      const before = BEFORE[step];
      const fault = status(403, `Missing required permission: ${permission}`);
      bench.server.faults.add({ ...fault, match: match ?? {}, ...(before === undefined ? {} : { after: before }) });
      const report = await bench.sync();
      note(`403 ${permission}`, step, report);
      expect(report.problems).toMatchObject([{ code: 'key-lacks-permission' }]);
      expect(report.reason).toContain(permission);
      await expectHealed();
    });
  });

  it('a lie that the server has what it has not is found out by the next run', async () => {
    await prepare('proof', 'lie: has it');
    bench.server.faults.add({ ...status(500, 'Internal server error'), match: MATCH.upload ?? {} });
    bench.server.faults.add({ kind: 'lie', say: 'reject', times: 1, after: 2, match: MATCH.proof ?? {} });
    const report = await bench.sync();
    note('lie: has it', 'proof', report);
    const there = new Set(checksumsOn(bench.server));
    expect(provedInLedger().filter((sha1) => !there.has(sha1))).toHaveLength(3);
    await expectHealed();
    expect(provedInLedger().filter((sha1) => !new Set(checksumsOn(bench.server)).has(sha1))).toEqual([]);
  });
});
