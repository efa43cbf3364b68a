import { describe, expect, it } from 'vitest';
import { makeProblem } from '../../../src/core/model/problem.ts';
import type { Progress } from '../../../src/core/model/progress.ts';
import { because, quote } from '../../../src/core/model/reasons.ts';
import { reasonOf } from '../../../src/core/sync/remainder.ts';
import { linkAddress } from '../../../src/main/links.ts';
import { trayIconFile } from '../../../src/main/menu-bar/tray-icon.ts';
import { fileForAddress } from '../../../src/main/page-address.ts';
import { type AppFacts, appStatus, toLookAt } from '../../../src/main/services/app-status.ts';
import { linesOfRun, parseLogLine } from '../../../src/main/services/log-lines.ts';
import { progressView } from '../../../src/main/services/progress-view.ts';
import { historyDays, runSummary } from '../../../src/main/services/run-view.ts';
import { LINKS, type RunSummary } from '../../../src/shared/contract.ts';
import { uploadedText } from '../../../src/shared/phrases.ts';
import { runText } from '../../../src/shared/status-text.ts';
import { NOW, RUNS, STATES } from '../../screens/fixtures.ts';

const PROGRESS: Progress = {
  phase: 'transfer',
  assetsRead: 100,
  filesToHash: 40,
  filesHashed: 40,
  bytesToHash: 400,
  bytesHashed: 400,
  alreadyThere: 60,
  assetsToExport: 30,
  assetsExported: 20,
  filesToUpload: 40,
  filesUploaded: 10,
  bytesToUpload: 400,
  bytesUploaded: 100,
  bytesPerSecond: 50,
  secondsLeft: 6,
  albumsToUpdate: 0,
  albumsUpdated: 0,
};

describe('progress', () => {
  it('shows exporting and uploading side by side', () => {
    expect(progressView(PROGRESS)).toEqual({
      phases: [
        { phase: 'library', state: 'done', done: 100, total: null },
        { phase: 'compare', state: 'done', done: 60, total: null },
        { phase: 'export', state: 'active', done: 20, total: 30 },
        { phase: 'upload', state: 'active', done: 10, total: 40 },
        { phase: 'details', state: 'next', done: null, total: null },
      ],
      fraction: 0.25,
      bytesDone: 100,
      bytesTotal: 400,
      bytesPerSecond: 50,
      millisecondsLeft: 6_000,
    });
  });

  it('calls no upload done while it sees to the albums of an earlier sync', () => {
    const { phases } = progressView({ ...PROGRESS, phase: 'earlier-details', filesToUpload: 0, filesUploaded: 0 });
    expect(phases.map(({ phase, state }) => [phase, state])).toEqual([
      ['library', 'done'],
      ['compare', 'done'],
      ['export', 'next'],
      ['upload', 'next'],
      ['details', 'active'],
    ]);
  });

  it('says nothing about what cannot be known', () => {
    const view = progressView({ ...PROGRESS, phase: 'inventory', bytesPerSecond: null, secondsLeft: null });
    expect(view).toMatchObject({ fraction: null, bytesTotal: 0, millisecondsLeft: null });
  });
});

describe('the state', () => {
  const [good] = RUNS;
  if (good === undefined) throw new Error('no run');
  const facts: AppFacts = {
    hasServer: true,
    hasKey: true,
    broken: null,
    progress: null,
    isStopping: false,
    otherRunSince: null,
    pause: null,
    lastRun: good,
    waiting: null,
    overdue: null,
    nextRunAt: null,
    waitsFor: 12 * 3_600_000,
    retry: null,
    problems: [],
    coverage: STATES.complete.coverage,
    now: NOW,
  };
  const failed: RunSummary = { ...good, outcome: 'failed' };
  const retry = { since: NOW, until: NOW + 1, nextTryAt: NOW + 1 };
  const waiting = {
    assets: 10,
    complete: 7,
    incomplete: 0,
    absent: 3,
    verifiedAt: NOW,
    remainder: [{ reason: 'not-yet-uploaded', count: 3 }],
  };
  const refused = makeProblem('key-refused');

  it.each([
    ['all is well', {}, 'up-to-date'],
    ['a run goes on', { progress: PROGRESS }, 'syncing'],
    [
      'a run goes on, even when paused',
      { progress: PROGRESS, pause: { since: new Date(NOW - 1), until: null } },
      'syncing',
    ],
    ['the command line runs one', { otherRunSince: NOW }, 'waiting'],
    ['no server', { hasServer: false }, 'not-set-up'],
    ['no key', { hasKey: false }, 'not-set-up'],
    ['no first sync', { lastRun: null }, 'not-set-up'],
    ['paused', { pause: { since: new Date(NOW - 1), until: new Date(NOW + 1) } }, 'paused'],
    ['a pause that is over', { pause: { since: new Date(NOW - 2), until: new Date(NOW) } }, 'up-to-date'],
    ['the server is away and tried again', { lastRun: failed, retry, problems: [refused] }, 'waiting'],
    [
      'a due time waits',
      {
        waiting: {
          dueAt: NOW,
          since: NOW,
          waitingFor: 'power',
          reason: '',
          why: because('waits', { why: because('on-battery') }),
        },
      },
      'waiting',
    ],
    [
      'cut off by a quit, and goes on in a minute',
      { lastRun: { ...good, outcome: 'interrupted' }, retry },
      'up-to-date',
    ],
    [
      'waited in vain for days',
      {
        waiting: {
          dueAt: NOW,
          since: NOW,
          waitingFor: 'server',
          reason: '',
          why: because('waits', { why: because('server-silent') }),
        },
        problems: [makeProblem('not-synced-lately', { days: 4, waitingFor: 'server' })],
      },
      'error',
    ],
    [
      'a due time waited in vain',
      { overdue: { ...good, outcome: 'skipped', waited: { reason: 'server', milliseconds: 1 } } },
      'waiting',
    ],
    ['needs a person', { lastRun: failed, problems: [refused] }, 'error'],
    ['some items', { problems: [makeProblem('upload-refused', { count: 2, reason: quote('x') })] }, 'attention'],
    ['cut short', { lastRun: { ...good, outcome: 'interrupted' }, coverage: waiting }, 'pending'],
    [
      'stopped by the person',
      { lastRun: { ...good, outcome: 'interrupted' }, problems: toLookAt([makeProblem('stopped')]), coverage: waiting },
      'pending',
    ],
  ] satisfies readonly [string, Partial<AppFacts>, string][])('%s', (_name, changes, state) => {
    expect(appStatus({ ...facts, ...changes }).state).toBe(state);
    // Settings or ledger that cannot be used go before all that they would tell.
    const goesOn = 'progress' in changes || 'otherRunSince' in changes;
    expect(appStatus({ ...facts, ...changes, broken: refused }).state).toBe(goesOn ? state : 'error');
  });

  it('tells how many wait', () => {
    expect(appStatus({ ...facts, lastRun: failed, problems: [refused], coverage: waiting })).toMatchObject({
      pending: 3,
    });
  });
});

describe('the icon', () => {
  it.each([
    [STATES['up-to-date'].status, 'up-to-dateTemplate.png'],
    [STATES.syncing.status, 'syncing-6Template.png'],
    [STATES.reading.status, 'syncing-0Template.png'],
    [STATES['not-set-up'].status, 'not-set-upTemplate.png'],
    // An import between its nights is nothing to look at.
    [STATES.importing.status, 'waitingTemplate.png'],
  ] as const)('%#', (status, file) => expect(trayIconFile(status)).toBe(file));
});

describe('the last 30 days', () => {
  const [run] = RUNS;
  if (run === undefined) throw new Error('no run');
  const of = (...outcomes: readonly RunSummary['outcome'][]) =>
    outcomes.map((outcome, index) => ({
      ...run,
      outcome,
      uploaded: outcome === 'done' ? 5 : 0,
      startedAt: NOW + index,
    }));
  const today = (runs: readonly RunSummary[]) => historyDays(runs, NOW).at(-1);

  it('are 30, each at its midnight, the last one today', () => {
    const days = historyDays([], NOW);
    expect(days).toHaveLength(30);
    expect(new Set(days.map(({ day }) => new Date(day).getHours()))).toEqual(new Set([0]));
    const day = new Date(2026, 10, 20).getTime();
    expect(days.at(-1)).toEqual({ day, outcome: null, uploaded: 0, newItems: 0, failedTries: 0 });
  });

  it('count a day by how it ended', () => {
    expect(today(of('nothing-new', 'done'))).toMatchObject({ outcome: 'done', uploaded: 5 });
    expect(today(of('failed', 'failed', 'done'))).toMatchObject({ outcome: 'done', failedTries: 2 });
    expect(today(of('failed'))?.outcome).toBe('failed');
    expect(today(of('skipped'))?.outcome).toBe('skipped');
    expect(today(of('skipped', 'waiting'))?.outcome).toBe('waiting');
  });

  it('do not spoil a good day by what came later', () => {
    expect(today(of('done', 'failed'))).toMatchObject({ outcome: 'partial', failedTries: 1 });
    expect(today(of('done', 'interrupted'))?.outcome).toBe('done');
    expect(today(of('nothing-new', 'skipped'))?.outcome).toBe('nothing-new');
    expect(today(of('interrupted'))?.outcome).toBe('interrupted');
  });
});

describe('log lines', () => {
  const texts = [
    '2026-11-20 02:00:00 info  before',
    '2026-11-20 08:40:00 warn  first',
    '    a line without a time',
    '2026-11-20 08:41:00 error last',
    '2026-11-20 08:41:01 info  after',
  ];

  it('are read with level and time', () => {
    expect(parseLogLine(texts[1] ?? '', 7)).toEqual({ number: 7, at: NOW, level: 'warn', text: texts[1] });
    expect(parseLogLine('nonsense', 1)).toEqual({ number: 1, at: null, level: 'info', text: 'nonsense' });
  });

  it('of one run are those between its start and its end', () => {
    expect(linesOfRun(texts, NOW, NOW + 60_000)).toEqual(texts.slice(1, 4));
    expect(linesOfRun(texts, NOW, null)).toEqual(texts.slice(1));
  });

  it('of one run are none of a preview or another run in the same seconds', () => {
    const log = [
      '2026-11-20 08:40:00 info  Asked Immich about 3 files: 3 already there.',
      '2026-11-20 08:40:00 info  Sync started by you.',
      '2026-11-20 08:40:00 info  Uploaded 3 files.',
      '    a line without a time',
      '2026-11-20 08:41:01 info  Done in 60.0 s. 3 of 3 in Immich, verified.',
      '2026-11-20 08:41:01 info  Asked Immich about 3 files: 3 already there.',
      '2026-11-20 08:41:01 info  Sync from the command line, of everything.',
      '2026-11-20 08:41:02 warn  Its own.',
    ];
    expect(linesOfRun(log, NOW, NOW + 60_000)).toEqual(log.slice(1, 5));
    expect(linesOfRun(log, NOW + 61_000, null)).toEqual(log.slice(6));
    // Cut off before its last line.
    const cutOff = log.filter((line) => !line.includes('Done in'));
    expect(linesOfRun(cutOff, NOW, NOW + 61_000)).toEqual([...log.slice(1, 4), log[5]]);
  });
});

describe('why an asset is not there', () => {
  const part = {
    kind: 'original',
    path: '/a',
    available: true,
    size: 1,
    modifiedAt: 1,
    absence: null,
    sha1: 'x',
    remoteId: null,
    refusal: null,
    isLeftOut: false,
    linkedId: null,
  } as const;
  const refusal = (reason: 'failing' | 'refused-by-server' | 'in-server-trash') =>
    ({ ...part, refusal: { reason, message: quote('m'), attempts: 1, lastAt: 1, dueAt: 1 } }) as const;

  it.each([
    [[{ ...part, remoteId: 'r' }], null],
    [[part], 'not-yet-uploaded'],
    [[{ ...part, available: false }, refusal('failing')], 'original-not-on-this-mac'],
    [[refusal('failing'), refusal('in-server-trash')], 'in-server-trash'],
    [[refusal('refused-by-server')], 'refused-by-server'],
    [[{ ...refusal('in-server-trash'), isLeftOut: true }], 'left-out'],
    [[part, { ...refusal('in-server-trash'), isLeftOut: true }], 'not-yet-uploaded'],
    [
      [
        { ...part, linkedId: 'phone' },
        { ...part, available: false, linkedId: 'phone' },
      ],
      'linked-to-twin',
    ],
    [[{ ...part, linkedId: 'phone' }, part], 'not-yet-uploaded'],
  ] as const)('%#', (parts, reason) => expect(reasonOf({ parts })).toBe(reason));
});

describe('addresses', () => {
  it.each([
    ['immich-sync://app/popover.html', '/r/popover.html'],
    ['immich-sync://app/assets/a.js?x#y', '/r/assets/a.js'],
    ['immich-sync://app/', null],
    ['immich-sync://app/..%2f..%2fsettings.json', null],
    ['immich-sync://app/%2e%2e/%2e%2e/etc/passwd.html', '/r/etc/passwd.html'],
    ['immich-sync://app/..%5c..%5ca.html', null],
    ['immich-sync://app/a%00.html', null],
    ['immich-sync://app/%E0%A4%A.html', null],
    ['immich-sync://other/popover.html', null],
    ['https://app/popover.html', null],
    ['nonsense', null],
  ])('%s', (address, file) => expect(fileForAddress(address, '/r')).toBe(file));

  it('that can be opened are web pages and panes of System Settings, and Immich’s own', () => {
    for (const link of LINKS)
      expect(linkAddress(link, 'https://photos.example')).toMatch(/^(?:https:\/\/|x-apple\.systempreferences:)/);
    expect(linkAddress('immich', null)).toBeNull();
  });
});

describe('what a sync uploaded', () => {
  /** As a run’s row has it, where edits are among the files. */
  const row = (uploaded: number, edits: number, originals?: number) => {
    const report = { parts: { uploaded, edits, originals }, albums: { created: 0 }, outcome: 'done', problems: [] };
    return { outcome: 'done', startedAt: 0, endedAt: 60_000, waited: null, reason: null, why: null, report } as never;
  };

  it('is told with its edits, each file once', () => {
    const summary = (uploaded: number, edits: number) => runSummary(row(uploaded, edits), false);
    expect(runText(summary(23, 3))).toContain('20 new, 3 edited');
    expect(runText(summary(3, 3))).toContain('3 edited');
    expect(summary(3, 3).uploaded).toBe(3);
  });

  it('is told in items: the film of a Live Photo is no photo of its own', () => {
    expect(runText(runSummary(row(7, 1, 5), false))).toContain('5 new, 1 edited');
  });

  it.each([
    [1, 0, '1 file'],
    [23, 3, '23 files, including 3 edits'],
    [3, 3, '3 edits'],
  ])('has its line in Activity: %i files, %i of them edits', (files, edits, words) => {
    expect(uploadedText(files, edits, '5 MB')).toBe(`${words} · 5 MB · each verified by checksum`);
  });
});
