import { describe, expect, it } from 'vitest';
import { type NotificationEvents, Notifier } from '../../../src/main/adapters/notifier.ts';
import type { AppStatus } from '../../../src/shared/contract.ts';
import { strings } from '../../../src/shared/strings.ts';
import { anyProblem } from '../../support/any-problem.ts';
import { HandClock } from '../../support/hand-clock.ts';

const failed = (code: 'server-unreachable' | 'key-refused') => ({
  status: { state: 'error', problem: anyProblem(code) } as AppStatus,
});
const FINE = { status: { state: 'up-to-date' } as AppStatus };
const SYNCING = { status: { state: 'syncing' } as AppStatus };

function bench() {
  const clock = new HandClock('2026-06-01T02:00:00Z');
  const shown: { readonly title: string; readonly events: NotificationEvents; isGone: boolean }[] = [];
  const clicks: string[] = [];
  const troubles: string[] = [];
  const notifier = new Notifier({
    centre: {
      isSupported: () => true,
      show: ({ title }, events) => {
        const entry = { title, events, isGone: false };
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
  return { clock, shown, clicks, troubles, notifier };
}

describe('notifications', () => {
  it('are shown once for a problem, through further tries, and taken away when it is over', () => {
    const { shown, notifier } = bench();
    for (const state of [failed('server-unreachable'), SYNCING, failed('server-unreachable')])
      notifier.update(state, false);
    expect(shown.map(({ isGone }) => isGone)).toEqual([false]);
    notifier.update(FINE, false);
    expect(shown.map(({ isGone }) => isGone)).toEqual([true]);
    notifier.update(failed('server-unreachable'), false);
    expect(shown).toHaveLength(2);
  });

  it('make place for that of another problem', () => {
    const { shown, notifier } = bench();
    notifier.update(failed('server-unreachable'), false);
    notifier.update(failed('key-refused'), false);
    expect(shown.map(({ isGone }) => isGone)).toEqual([true, false]);
  });

  it('hear a click hours later', async () => {
    const { clock, shown, clicks, notifier } = bench();
    notifier.update(failed('key-refused'), false);
    await clock.forward(8 * 3_600_000);
    notifier.update(failed('key-refused'), false);
    expect(shown[0]?.isGone).toBe(false);
    shown[0]?.events.onClick();
    expect(clicks).toEqual(['click']);
  });

  it('that the system has refused are tried again, but not at once', async () => {
    const { clock, shown, troubles, notifier } = bench();
    notifier.update(failed('key-refused'), false);
    shown[0]?.events.onFailed('Notifications are not allowed for this application');
    notifier.update(failed('key-refused'), false);
    expect(shown).toHaveLength(1);
    expect(notifier.state).toBe('failed');
    expect(troubles).toEqual(['A notification was not shown: Notifications are not allowed for this application']);
    await clock.forward(3_600_000);
    notifier.update(failed('key-refused'), false);
    shown[1]?.events.onShown();
    expect([shown.length, notifier.state]).toEqual([2, 'shown']);
  });

  it('are not needed by a person who looks at the popover', () => {
    const { shown, notifier } = bench();
    notifier.update(failed('key-refused'), true);
    notifier.update(failed('key-refused'), false);
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
});
