import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../src/core/engine/overview.ts';
import { prometheusText } from '../../../src/core/engine/prometheus.ts';
import { type StatusFacts, statusDocument, statusDocumentSchema } from '../../../src/core/engine/status-document.ts';
import type { RunRow } from '../../../src/core/ledger/run-history.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { anyReport } from '../../support/any-report.ts';
import { readMetrics } from '../../support/metrics.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

const row = (differing: Partial<RunRow> = {}): RunRow => ({
  id: 7,
  trigger: 'schedule',
  dueAt: Date.parse('2026-06-01T00:00:00Z'),
  startedAt: Date.parse('2026-06-01T00:00:00Z'),
  endedAt: Date.parse('2026-06-01T00:04:12Z'),
  outcome: 'done',
  reason: null,
  why: null,
  waited: null,
  report: anyReport(),
  ...differing,
});

const OVERVIEW: Overview = {
  server: 'https://photos.example.org',
  library: '/Users/kim/Pictures/Photos Library.photoslibrary',
  isChecked: true,
  coverage: { assets: 12_431, complete: 12_429, incomplete: 1, absent: 1, reasons: { 'left-out': 1, failing: 1 } },
  verifiedAt: '2026-06-01T00:04:10.000Z',
  parts: { known: 15_000, verified: 14_998 },
  running: null,
  lastRun: row(),
  lastGoodRun: row(),
  nextRun: '2026-06-02T00:00:00.000Z',
  waiting: null,
  retry: null,
  problems: [],
  cloud: { assets: 3, bytes: 9_000_000, downloadsPerNight: 0 },
  cloudChoices: {} as Overview['cloudChoices'],
  pause: null,
  forecast: null,
};
const FULL = makeProblem('disk-full', { path: '/Users/kim/Pictures', needed: 5e6 }, ['IMG_0001.HEIC']);
const FAILED = row({
  id: 8,
  outcome: 'failed',
  report: anyReport({ outcome: 'failed', problems: [FULL], reason: FULL.sentence }),
});

const document = (overview: Partial<Overview> = {}, facts: Partial<StatusFacts> = {}) =>
  statusDocument({ overview: { ...OVERVIEW, ...overview }, missing: [], now: NOW, isPublic: false, ...facts });

describe('the status', () => {
  it('has the documented fields, in every state', () => {
    const states: readonly (readonly [string, ReturnType<typeof document>])[] = [
      ['up-to-date', document()],
      ['not-set-up', document({ server: null, lastRun: null, lastGoodRun: null }, { missing: ['server', 'key'] })],
      ['syncing', document({ running: { pid: 42, since: '2026-06-01T11:59:00.000Z' } })],
      ['paused', document({ pause: { since: new Date(NOW - 1), until: new Date(NOW + 1) } })],
      [
        'waiting',
        document({
          waiting: { dueAt: NOW, since: NOW, waitingFor: 'power', reason: 'It waits.', why: because('on-battery') },
        }),
      ],
      ['waiting', document({ lastRun: FAILED, retry: { since: NOW, until: NOW, nextTryAt: NOW } })],
      ['error', document({ lastRun: FAILED, problems: [FULL] })],
      ['attention', document({ problems: [FULL] })],
      ['attention', document({ coverage: { ...OVERVIEW.coverage, reasons: { 'not-yet-uploaded': 2 } } })],
    ];
    for (const [state, made] of states) expect(statusDocumentSchema.parse(made).state).toBe(state);
  });

  it('announces no sync before the set-up', () => {
    expect(document().nextRun).toBe(OVERVIEW.nextRun);
    expect(document({}, { missing: ['key'] }).nextRun).toBeNull();
  });

  it('names no photo and no folder of a report where others may read it', () => {
    const album = makeProblem('albums-ambiguous', { count: 1, name: 'Hospital' });
    const made = document({ lastRun: FAILED, problems: [FULL, album] }, { isPublic: true });
    statusDocumentSchema.parse(made);
    expect(JSON.stringify(made)).not.toMatch(/IMG_0001|Hospital/);
    expect(made.problems[1]?.sentence).toBe('An album in Immich may be yours from Photos.');
    expect(made.lastRun?.reason).toBe('This Mac’s disk is full');
    expect(made.lastRun).toMatchObject({ filesUploaded: 128, bytesUploaded: 1_200_000_000, seconds: 252 });
  });
});

describe('the status for Prometheus', () => {
  const metrics = (overview: Partial<Overview> = {}) => readMetrics(prometheusText(document(overview)));

  it('keeps to the rules of its format and of its names', () => {
    for (const overview of [
      {},
      { problems: [FULL] },
      { lastRun: null, lastGoodRun: null, isChecked: false, verifiedAt: null },
    ])
      expect(metrics(overview).faults).toEqual([]);
  });

  it('tells numbers in base units, and leaves out what is not known', () => {
    const { values } = metrics({ problems: [FULL] });
    expect(values).toMatchObject({
      'immich_sync_state{state="attention"}': 1,
      'immich_sync_state{state="up-to-date"}': 0,
      immich_sync_items: 12_431,
      immich_sync_items_verified: 12_429,
      'immich_sync_items_not_in_immich{reason="failing"}': 1,
      'immich_sync_items_not_in_immich{reason="unreadable"}': 0,
      immich_sync_last_success_timestamp_seconds: Date.parse('2026-06-01T00:04:12Z') / 1_000,
      immich_sync_last_sync_duration_seconds: 252,
      immich_sync_last_sync_uploaded_bytes: 1_200_000_000,
      'immich_sync_last_sync_outcome{outcome="done"}': 1,
      'immich_sync_problems{code="disk-full"}': 1,
    });
    const before = metrics({ lastRun: null, lastGoodRun: null, isChecked: false, verifiedAt: null });
    expect(before.values).not.toHaveProperty('immich_sync_items');
    expect(before.values).not.toHaveProperty('immich_sync_last_success_timestamp_seconds');
  });

  it('would not pass for right with one of these faults', () => {
    const faulty = (text: string) => readMetrics(text).faults;
    expect(faulty('a 1')).toContain('it does not end with a line end');
    expect(faulty('a 1\n')).toEqual(['a: no HELP before it', 'a: no TYPE before it']);
    const head = (name: string) => `# HELP ${name} Text.\n# TYPE ${name} gauge\n`;
    expect(faulty(`${head('a_milliseconds')}a_milliseconds 1\n`)).toEqual(['a_milliseconds: not in a base unit']);
    expect(faulty(`${head('a_total')}a_total 1\n`)).toEqual(['a_total: _total is for counters']);
    expect(faulty(`${head('a')}a{b="c"d"} 1\n`)).toEqual(['unreadable: a{b="c"d"} 1']);
    expect(faulty(`${head('a')}a 1\na 2\n`)).toEqual(['a: twice']);
    expect(faulty(`${head('a')}a 1\n${head('b')}b 1\na{c="d"} 1\n`)).toEqual(['a: not in one group']);
  });
});
