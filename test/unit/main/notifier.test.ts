import { describe, expect, it } from 'vitest';
import { type NotificationEvents, Notifier } from '../../../src/main/adapters/notifier.ts';
import type { AppStatus, NotifyChoice, RunSummary, Snapshot } from '../../../src/shared/contract.ts';
import { strings } from '../../../src/shared/strings.ts';
import { anyProblem } from '../../support/any-problem.ts';
import { HandClock } from '../../support/hand-clock.ts';

const failed = (code: 'server-unreachable' | 'key-refused') => ({
  status: { state: 'error', problem: anyProblem(code) } as AppStatus,
});
const FINE = { status: { state: 'up-to-date' } as AppStatus };
const SYNCING = { status: { state: 'syncing' } as AppStatus };

type State = Pick<Snapshot, 'status'> & Partial<Pick<Snapshot, 'lastRun' | 'lastGoodRun' | 'coverage'>>;

function bench() {
  const clock = new HandClock('2026-06-01T02:00:00Z');
  const shown: {
    readonly title: string;
    readonly body: string;
    readonly events: NotificationEvents;
    isGone: boolean;
  }[] = [];
  const clicks: string[] = [];
  const troubles: string[] = [];
  const notifier = new Notifier({
    centre: {
      isSupported: () => true,
      show: ({ title, body }, events) => {
        const entry = { title, body, events, isGone: false };
        shown.push(entry);
        return () => {
          entry.isGone = true;
        };
      },
    },
    clock,
    onClick: () => clicks.push('click'),
    onTrouble: (text) => troubles.push(text),
  });
  const update = (state: State, isSeen: boolean, choice: NotifyChoice = 'failures') =>
    notifier.update({ lastRun: null, lastGoodRun: null, coverage: null, ...state }, isSeen, choice);
  return { clock, shown, clicks, troubles, notifier, update };
}

describe('notifications', () => {
  it('are shown once for a problem, through further tries, and taken away when it is over', () => {
    const { shown, update } = bench();
    for (const state of [failed('server-unreachable'), SYNCING, failed('server-unreachable')]) update(state, false);
    expect(shown.map(({ isGone }) => isGone)).toEqual([false]);
    update(FINE, false);
    expect(shown.map(({ isGone }) => isGone)).toEqual([true]);
    update(failed('server-unreachable'), false);
    expect(shown).toHaveLength(2);
  });

  it('make place for that of another problem', () => {
    const { shown, update } = bench();
    update(failed('server-unreachable'), false);
    update(failed('key-refused'), false);
    expect(shown.map(({ isGone }) => isGone)).toEqual([true, false]);
  });

  it('hear a click hours later', async () => {
    const { clock, shown, clicks, update } = bench();
    update(failed('key-refused'), false);
    await clock.forward(8 * 3_600_000);
    update(failed('key-refused'), false);
    expect(shown[0]?.isGone).toBe(false);
    shown[0]?.events.onClick();
    expect(clicks).toEqual(['click']);
  });

  it('that the system has refused are tried again, but not at once', async () => {
    const { clock, shown, troubles, notifier, update } = bench();
    update(failed('key-refused'), false);
    shown[0]?.events.onFailed('Notifications are not allowed for this application');
    update(failed('key-refused'), false);
    expect(shown).toHaveLength(1);
    expect(notifier.state).toBe('failed');
    expect(troubles).toEqual(['A notification was not shown: Notifications are not allowed for this application']);
    await clock.forward(3_600_000);
    update(failed('key-refused'), false);
    shown[1]?.events.onShown();
    expect([shown.length, notifier.state]).toEqual([2, 'shown']);
  });

  it('are not needed by a person who looks at the popover', () => {
    const { shown, update } = bench();
    update(failed('key-refused'), true);
    update(failed('key-refused'), false);
    expect(shown).toEqual([]);
  });

  it('introduce themselves while the person is there, and say what came of it', async () => {
    const { clock, shown, notifier } = bench();
    const answer = notifier.introduce();
    expect(shown[0]?.title).toBe(strings.notifications.introduction.title);
    shown[0]?.events.onShown();
    expect(await answer).toBe('shown');
    const refused = notifier.introduce();
    shown[1]?.events.onFailed('no');
    expect(await refused).toBe('failed');
    const unanswered = notifier.introduce();
    await clock.forward(10_000);
    expect(await unanswered).toBe('unknown');
  });

  describe('of the end of syncs', () => {
    const run = (number: number, outcome: RunSummary['outcome'], uploaded = 0) =>
      ({ run: number, outcome, uploaded, endedAt: number }) as RunSummary;
    const ended = (lastRun: RunSummary | null, lastGoodRun: RunSummary | null = lastRun): State => ({
      ...FINE,
      lastRun,
      lastGoodRun,
      coverage: { complete: 12_431, assets: 12_431 } as Snapshot['coverage'],
    });
    const texts = (shown: readonly { readonly title: string; readonly body: string }[]) =>
      shown.map(({ title, body }) => `${title}: ${body}`);

    it('are shown to those who want to hear of every sync, once, and stay', () => {
      const { shown, update } = bench();
      for (const state of [ended(run(1, 'done')), SYNCING, ended(run(2, 'done', 12)), ended(run(2, 'done', 12))])
        update(state, false, 'everything');
      update(ended(run(3, 'nothing-new')), false, 'everything');
      update(ended(run(4, 'interrupted')), false, 'everything');
      update(ended(run(5, 'partial'), run(3, 'nothing-new')), false, 'everything');
      expect(texts(shown)).toEqual([
        'Sync finished: 12 files uploaded · 12,431 of 12,431 verified',
        'Sync finished: Nothing new · 12,431 of 12,431 verified',
        'Sync finished with problems: Nothing new · 12,431 of 12,431 verified',
      ]);
      expect(shown.at(-1)?.isGone).toBe(false);
    });

    it('are shown to everybody once, when the whole library is in Immich', () => {
      const { shown, update } = bench();
      for (const state of [ended(null), ended(run(1, 'partial'), null), ended(run(2, 'done')), ended(run(3, 'done'))])
        update(state, false);
      expect(texts(shown)).toEqual([
        'Your library is in Immich: 12,431 of 12,431 items are there, and every file is verified.',
      ]);
    });

    it('are not shown for what was before the app, to whoever looks, or to who wants none', () => {
      const { shown, update } = bench();
      update(ended(run(1, 'done')), false, 'everything');
      update(ended(run(2, 'done')), true, 'everything');
      update(ended(run(3, 'done')), false, 'failures');
      update(ended(run(4, 'done')), false, 'never');
      update(failed('key-refused'), false, 'never');
      expect(shown).toEqual([]);
    });
  });
});
