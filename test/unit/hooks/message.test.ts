import { describe, expect, it } from 'vitest';
import { readHookAddress } from '../../../src/core/hooks/address.ts';
import { hearsOf, messageFor } from '../../../src/core/hooks/message.ts';
import { runDocumentSchema } from '../../../src/core/hooks/run-document.ts';
import type { RunEvent } from '../../../src/core/hooks/run-event.ts';
import { HOOKS, type HookName } from '../../../src/core/model/hooks.ts';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { OUTCOMES } from '../../../src/core/model/run-report.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';
import { loadLanguage } from '../../../src/main/languages.ts';
import { ENGLISH, useLanguage } from '../../../src/shared/texts.ts';
import { anyReport } from '../../support/any-report.ts';

const PING = '0b7c6f1e-2f0e-4c2a-9d55-6a1f6b1d2c3e';
const NOW = Date.parse('2026-06-01T00:05:00Z');
const ADDRESSES: Readonly<Record<HookName, string>> = {
  healthchecks: 'https://hc-ping.com/the-check',
  webhook: 'https://example.org/hook',
  ntfy: 'https://ntfy.sh/my-photos',
};
const FULL = makeProblem('disk-full', { path: '/Users/kim/Pictures', needed: 5e6 });
const ended = (differing: Parameters<typeof anyReport>[0]): RunEvent => ({
  kind: 'ended',
  ping: PING,
  report: anyReport(differing),
});
const FAILED = ended({ outcome: 'failed', problems: [FULL] });
const message = (hook: HookName, event: RunEvent) =>
  messageFor(hook, readHookAddress(hook, ADDRESSES[hook]), event, NOW);

describe('Healthchecks', () => {
  const address = (event: RunEvent) => message('healthchecks', event)?.url.href;

  it('hears of each start and how it ended, with the number of the sync', () => {
    expect(address({ kind: 'started', ping: PING })).toBe(`https://hc-ping.com/the-check/start?rid=${PING}`);
    expect(OUTCOMES.map((outcome) => address(ended({ outcome }))?.replace(/.*the-check|\?.*/g, ''))).toEqual([
      '',
      '',
      '/fail',
      '/log',
      '/log',
      '/fail',
    ]);
    expect(address({ kind: 'not-started', ping: PING, problem: FULL })).toContain('/the-check/fail?');
    expect(address({ kind: 'test' })).toBe('https://hc-ping.com/the-check/log');
  });

  it('keeps what the address asks for', () => {
    const made = messageFor(
      'healthchecks',
      readHookAddress('healthchecks', 'https://hc-ping.com/key/mac?create=1'),
      FAILED,
      NOW,
    );
    expect(made?.url.href).toBe(`https://hc-ping.com/key/mac/fail?create=1&rid=${PING}`);
  });

  it('gets numbers and titles, and no names', () => {
    expect(message('healthchecks', FAILED)?.body).toBe(
      'Sync failed\nThis Mac’s disk is full.\n128 files uploaded (1.2 GB).\n12,430 of 12,431 items in Immich, verified.\n',
    );
  });
});

describe('ntfy', () => {
  it('gets a title, a priority and the problem first', () => {
    expect(message('ntfy', FAILED)).toMatchObject({
      headers: { title: 'Immich Sync: Sync failed', priority: '4', tags: 'warning' },
      body: expect.stringMatching(/^This Mac’s disk is full\.\n/),
    });
    expect(message('ntfy', ended({}))?.headers).toMatchObject({ title: 'Immich Sync: Sync finished', priority: '3' });
  });
});

it('nothing is counted where no sync has reached the server yet', () => {
  const never = ended({
    outcome: 'failed',
    isChecked: false,
    coverage: { assets: 5_000, complete: 0, incomplete: 0, absent: 5_000, reasons: {} },
    parts: { known: 5_000, verified: 0, uploaded: 0, edits: 0, alreadyThere: 0, failed: 0 },
    problems: [makeProblem('key-refused')],
  });
  expect(message('ntfy', never)?.body).not.toMatch(/verified|5,000/);
  const document = JSON.parse(message('webhook', never)?.body ?? '');
  expect(document).toMatchObject({ event: 'ended', items: null });
  expect(runDocumentSchema.safeParse(document).success).toBe(true);
});

describe('in another language', () => {
  it('tells what happened, and a webhook gets the same document', async () => {
    const before = message('webhook', FAILED);
    useLanguage(await loadLanguage('de'));
    try {
      const told = message('ntfy', FAILED);
      expect(told?.body.split('\n')).toEqual([
        'Die Festplatte dieses Mac ist voll.',
        expect.stringMatching(/^128 Dateien hochgeladen \(1,2\sGB\)\.$/),
        '12.430 von 12.431 Objekten in Immich, geprüft.',
      ]);
      expect(message('ntfy', { kind: 'test' })?.body).toBe('Immich Sync kann dich hier erreichen.');
      expect(message('webhook', FAILED)).toEqual(before);
    } finally {
      useLanguage(ENGLISH);
    }
  });
});

describe('a webhook', () => {
  const EVENTS: readonly RunEvent[] = [
    FAILED,
    ended({ problems: [makeProblem('keeps-failing', { reasons: [] } as never, ['IMG_0001.HEIC'])] }),
    { kind: 'not-started', ping: PING, problem: FULL },
    { kind: 'test' },
  ];

  it('gets the documented document, without names', () => {
    for (const event of EVENTS) {
      const { body = '', headers } = message('webhook', event) ?? {};
      expect(headers).toEqual({ 'content-type': 'application/json' });
      runDocumentSchema.parse(JSON.parse(body));
      for (const name of ['IMG_0001', '/Users/kim']) expect(body).not.toContain(name);
    }
    expect(JSON.parse(message('webhook', FAILED)?.body ?? '')).toMatchObject({
      version: 1,
      event: 'ended',
      id: PING,
      run: { number: 7, outcome: 'failed', seconds: 252 },
      items: { inPhotos: 12_431, verified: 12_430, notInImmich: { 'left-out': 1 } },
      problems: [{ code: 'disk-full', title: 'This Mac’s disk is full', count: 1 }],
    });
  });
});

describe('who hears of what', () => {
  const settings = (hooks: Partial<typeof DEFAULT_SETTINGS.hooks>) => ({ ...DEFAULT_SETTINGS.hooks, ...hooks });
  const STARTED: RunEvent = { kind: 'started', ping: PING };

  it('is nobody by default, but for a test', () => {
    for (const hook of HOOKS) {
      for (const event of [STARTED, FAILED]) expect(hearsOf(hook, event, settings({}))).toBe(false);
      expect(hearsOf(hook, { kind: 'test' }, settings({}))).toBe(true);
    }
  });

  it('follows the settings', () => {
    const heard = (hook: HookName, hooks: Parameters<typeof settings>[0]) =>
      [STARTED, ended({}), FAILED, ended({ outcome: 'interrupted' })].map((event) =>
        hearsOf(hook, event, settings(hooks)),
      );
    expect(heard('healthchecks', { healthchecks: true })).toEqual([true, true, true, true]);
    expect(heard('webhook', { webhook: true })).toEqual([false, true, true, true]);
    expect(heard('ntfy', { ntfy: 'failures' })).toEqual([false, false, true, false]);
    expect(heard('ntfy', { ntfy: 'everything' })).toEqual([false, true, true, true]);
  });
});
