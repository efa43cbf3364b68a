import { describe, expect, it } from 'vitest';
import { pauseEnd } from '../../../src/core/schedule/pause-end.ts';

const at = (text: string) => new Date(text);
const EVENING = at('2026-11-26T21:30:00');
const TWO = at('2026-11-27T02:00:00');

describe('pauseEnd', () => {
  it.each([
    ['next-sync', TWO, at('2026-11-27T02:01:00')],
    ['next-sync', null, EVENING],
    ['hour', TWO, at('2026-11-26T22:30:00')],
    // Over the sync of the night, which is what “until tomorrow” is chosen for.
    ['tomorrow', TWO, at('2026-11-27T08:00:00')],
    ['open-end', TWO, null],
  ] as const)('%s', (choice, nextDue, end) => {
    expect(pauseEnd(choice, EVENING, nextDue)).toEqual(end);
  });
});
