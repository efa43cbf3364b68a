import { describe, expect, it } from 'vitest';
import { readAppLink } from '../../../src/main/app-link.ts';
import { followLinks, type LinkActions } from '../../../src/main/follow-links.ts';
import { strings } from '../../../src/shared/strings.ts';

describe('a link of another app', () => {
  it.each([
    ['immich-sync://sync', { kind: 'sync' }],
    ['immich-sync://sync/', { kind: 'sync' }],
    ['immich-sync://pause', { kind: 'pause', minutes: null }],
    ['immich-sync://pause?for=90m', { kind: 'pause', minutes: 90 }],
    ['immich-sync://pause?for=2d', { kind: 'pause', minutes: 2 * 24 * 60 }],
    ['immich-sync://open', { kind: 'open', target: null }],
    ['immich-sync://open/activity', { kind: 'open', target: { window: 'activity', place: null } }],
    ['immich-sync://open/settings/', { kind: 'open', target: { window: 'settings', place: null } }],
    ['immich-sync://open/find', { kind: 'open', target: { window: 'activity', place: 'find' } }],
    [
      'immich-sync://open/find?q=Lisbon%202019',
      { kind: 'open', target: { window: 'activity', place: 'find:Lisbon 2019' } },
    ],
    ['IMMICH-SYNC://sync', { kind: 'sync' }],
  ])('%s', (link, read) => {
    expect(readAppLink(link)).toEqual(read);
  });

  it.each([
    'immich-sync:sync',
    'immich-sync:///sync',
    'immich-sync://sync/now',
    'immich-sync://sync?full=1',
    'immich-sync://sync#now',
    'immich-sync://user@sync',
    'immich-sync://user:password@sync',
    'immich-sync://sync:80',
    'immich-sync://pause?for=',
    'immich-sync://pause?for=0m',
    'immich-sync://pause?for=1w',
    'immich-sync://pause?for=1h&for=2d',
    'immich-sync://pause?for=1h&until=tomorrow',
    'immich-sync://open/../settings/../sync',
    'immich-sync://open/popover',
    'immich-sync://open/activity?place=log',
    `immich-sync://open/find?q=${'a'.repeat(151)}`,
    `immich-sync://open/find?q=${'a'.repeat(2_000)}`,
    'immich-sync://logout',
    'https://sync',
    '--cli',
    '',
  ])('%s is none', (link) => {
    expect(readAppLink(link)).toEqual({ kind: 'unknown' });
  });
});

describe('following links', () => {
  function open({ isSetUp = true, says = true } = {}) {
    const done: unknown[] = [];
    const answers: ((isConfirmed: boolean) => void)[] = [];
    const actions: LinkActions = {
      ask: ({ message }) => {
        done.push(message);
        return new Promise((resolve) => answers.push(resolve));
      },
      isSetUp: () => isSetUp,
      comeForward: () => done.push('forward'),
      show: (target) => done.push(target),
      sync: async () => done.push('sync'),
      pause: async (until) => done.push(until),
      now: () => 0,
      locale: () => 'en-GB',
    };
    const answer = async (following: Promise<void>) => {
      answers.shift()?.(says);
      await following;
    };
    return { done, answer, follow: followLinks(actions) };
  }

  it('opens what is to be opened, and asks before anything else', async () => {
    const { done, answer, follow } = open();
    await follow('immich-sync://open/settings');
    await answer(follow('immich-sync://sync'));
    await answer(follow('immich-sync://pause?for=1h'));
    await answer(follow('immich-sync://pause'));
    await answer(follow('immich-sync://erase'));
    const { sync, pause, unknown } = strings.appLinks;
    expect(done).toEqual([
      { window: 'settings', place: null },
      sync,
      'sync',
      pause,
      new Date(3_600_000),
      pause,
      null,
      unknown,
    ]);
  });

  it('does nothing after a no', async () => {
    const { done, answer, follow } = open({ says: false });
    await answer(follow('immich-sync://sync'));
    expect(done).toEqual([strings.appLinks.sync]);
  });

  it('asks one question, however many links come', async () => {
    const { done, answer, follow } = open();
    const first = follow('immich-sync://sync');
    for (let count = 0; count < 100; count += 1)
      await follow(count % 2 === 0 ? 'immich-sync://sync' : 'immich-sync://x');
    expect(done).toEqual([strings.appLinks.sync]);
    await answer(first);
    await answer(follow('immich-sync://sync'));
    expect(done.filter((what) => what === 'sync')).toHaveLength(2);
  });

  it('shows the assistant before there is anything to sync', async () => {
    const { done, follow } = open({ isSetUp: false });
    await follow('immich-sync://sync');
    await follow('immich-sync://open/find?q=x');
    expect(done).toEqual(['forward', 'forward']);
  });
});
