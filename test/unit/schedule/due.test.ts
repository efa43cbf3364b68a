import { describe, expect, it } from 'vitest';
import { nextDue } from '../../../src/core/schedule/due.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';

const daily = DEFAULT_SETTINGS.schedule;
const berlin = 'Europe/Berlin';
const due = (schedule: typeof daily, from: string, last: string | null = null) =>
  nextDue(schedule, new Date(from), last === null ? null : new Date(last), berlin)?.toISOString() ?? null;

describe('nextDue', () => {
  it('is 02:00 local time, today or tomorrow', () => {
    expect(due(daily, '2026-06-01T10:00:00Z')).toBe('2026-06-02T00:00:00.000Z');
    expect(due(daily, '2026-12-01T00:30:00Z')).toBe('2026-12-01T01:00:00.000Z');
  });

  it('takes the earliest of several times on the chosen days', () => {
    const schedule = { ...daily, times: ['07:30', '19:00'], days: ['mon', 'fri'] as const };
    // 2026-06-05 is a Friday.
    expect(due({ ...schedule, days: [...schedule.days] }, '2026-06-05T08:00:00Z')).toBe('2026-06-05T17:00:00.000Z');
    expect(due({ ...schedule, days: [...schedule.days] }, '2026-06-05T18:00:00Z')).toBe('2026-06-08T05:30:00.000Z');
  });

  it('happens once on the night that has 02:30 twice and on the night that has none', () => {
    const half = { ...daily, times: ['02:30'] };
    expect(due(half, '2026-03-28T22:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(due(half, '2026-10-24T22:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(due(half, '2026-10-25T00:31:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('counts hours from the end of the last run', () => {
    const hourly = { ...daily, everyHours: 6 };
    expect(due(hourly, '2026-06-01T10:00:00Z', '2026-06-01T09:00:00Z')).toBe('2026-06-01T15:00:00.000Z');
    expect(due(hourly, '2026-06-01T20:00:00Z', '2026-06-01T09:00:00Z')).toBe('2026-06-01T20:00:00.000Z');
  });

  it('is never when no time is chosen', () => {
    expect(due({ ...daily, times: [] }, '2026-06-01T10:00:00Z')).toBeNull();
  });
});
