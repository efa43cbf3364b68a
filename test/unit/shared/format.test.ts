import { afterEach, describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatBytesOf,
  formatCaptured,
  formatClauses,
  formatDayWithin,
  formatDuration,
  formatEstimate,
  formatIn,
  formatMoment,
  formatMoments,
  formatRoughly,
  formatRow,
  formatSentences,
  formatTime,
} from '../../../src/shared/format.ts';
import { ENGLISH, useLanguage } from '../../../src/shared/texts.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const NOW = at(20, 8, 40);
const MINUTE = 60_000;

afterEach(() => useLanguage(ENGLISH));

describe('things beside each other', () => {
  it.each([
    ['en', '14 new, 3 edited'],
    ['de', '14 new, 3 edited'],
    ['ja', '14 new、3 edited'],
    ['zh-Hans', '14 new、3 edited'],
  ])('in %s', (tag, text) => {
    useLanguage({ tag, messages: {} });
    expect(formatRow(['14 new', '3 edited'])).toBe(text);
  });

  it('clauses have the comma of clauses, and sentences the room of sentences', () => {
    expect(formatClauses(['Stopped', null, '3 new'])).toBe('Stopped, 3 new');
    expect(formatSentences(['It failed.', 'Try again.'])).toBe('It failed. Try again.');
    useLanguage({ tag: 'zh-Hans', messages: {} });
    expect(formatClauses(['已停止', '3 个新增'])).toBe('已停止，3 个新增');
    expect(formatSentences(['失败。', '请重试。'])).toBe('失败。请重试。');
  });

  it('days within a line begin small', () => {
    expect(formatDayWithin(at(19, 2), NOW, 'en')).toBe('yesterday');
    expect(formatDayWithin(at(3, 2), NOW, 'en-GB')).toBe('3 Nov');
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [96_400_000, '96 MB'],
    [3_440_000_000, '3.4 GB'],
    [999_600_000, '1 GB'],
    [31_000_000_000, '31 GB'],
    [-5, '0 bytes'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('says the unit once when both have the same', () => {
    expect(formatBytesOf(1_200_000_000, 3_400_000_000)).toBe('1.2 of 3.4 GB');
    expect(formatBytesOf(96_000_000, 3_400_000_000)).toBe('96 MB of 3.4 GB');
  });
});

describe('durations', () => {
  it.each([
    [400, 'less than a second'],
    [12_000, '12 s'],
    [72_000, '1 min 12 s'],
    [120_000, '2 min'],
    [59_999, '1 min'],
    [3 * 60 * MINUTE, '3 h'],
    [185 * MINUTE, '3 h 5 min'],
  ])('%d ms is %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it('tells guesses as guesses', () => {
    expect(formatEstimate(20_000)).toBe('less than a minute');
    expect(formatEstimate(122_000)).toBe('about 2 min');
    expect(formatEstimate(3 * 60 * MINUTE)).toBe('about 3 hours');
    expect(formatEstimate(72 * 60 * MINUTE)).toBe('about 3 days');
    expect(formatEstimate(47 * MINUTE)).toBe('about 45 min');
    expect(formatEstimate(58 * MINUTE)).toBe('about 1 hour');
    expect(formatEstimate(30 * 24 * 60 * MINUTE)).toBe('about 4 weeks');
    expect(formatEstimate(150 * 24 * 60 * MINUTE)).toBe('about 5 months');
    expect(formatIn(6 * MINUTE)).toBe('in 6 minutes');
    expect(formatIn(-MINUTE)).toBe('in a moment');
  });
});

describe('a guess', () => {
  it.each([
    [0, 'a few minutes'],
    [30 * MINUTE, 'less than an hour'],
    [70 * MINUTE, 'about an hour'],
    [9 * 60 * MINUTE, 'a few hours'],
    [25 * 60 * MINUTE, 'about a day'],
    [50 * 60 * MINUTE, 'about 2 days'],
    [40 * 24 * 60 * MINUTE, 'about 6 weeks'],
  ])('%d', (milliseconds, text) => expect(formatRoughly(milliseconds)).toBe(text));

  it('never names less for more', () => {
    for (const format of [formatEstimate, formatRoughly]) {
      let [before, rank] = ['', 0];
      const seen = new Set<string>();
      for (let minutes = 0; minutes < 600 * 24 * 60; minutes += Math.max(1, Math.floor(minutes / 50))) {
        const text = format(minutes * MINUTE);
        if (text !== before) expect(seen.has(text)).toBe(false);
        seen.add(text);
        [before, rank] = [text, rank + 1];
      }
      expect(rank).toBeGreaterThan(100);
    }
  });
});

describe('moments', () => {
  it.each([
    [at(20, 2, 3), 'Today 02:03'],
    [at(19, 23, 59), 'Yesterday 23:59'],
    [at(21, 2), 'Tomorrow 02:00'],
    [at(17, 18, 22), 'Tue 18:22'],
    [at(3, 2), '3 Nov 02:00'],
    [new Date(2025, 10, 3, 2).getTime(), '3 Nov 2025 02:00'],
  ])('%d', (moment, text) => expect(formatMoment(moment, NOW, 'en-GB')).toBe(text));

  it('counts calendar days, not 24 hours, across a clock change', () => {
    // Clocks in Berlin went back on 25 October 2026: that day has 25 hours.
    expect(formatMoment(new Date(2026, 9, 25, 0, 30).getTime(), new Date(2026, 9, 26, 0, 10).getTime(), 'en-GB')).toBe(
      'Yesterday 00:30',
    );
  });

  it('says when a picture was taken by the clock where it was', () => {
    expect(formatCaptured('2024-06-01T10:00:00+02:00', 'en-GB')).toBe('1 Jun 2024, 10:00 UTC+2');
    expect(formatCaptured('2024-06-01T23:30:00.250+05:45', 'en-GB')).toBe('1 Jun 2024, 23:30 UTC+5:45');
    expect(formatCaptured('2024-06-01T10:00:00Z', 'en-GB')).toBe('1 Jun 2024, 10:00 UTC');
    expect(formatCaptured('2024-06-01T10:00:00', 'en-GB')).toBe('1 Jun 2024, 10:00');
    expect(formatCaptured('some day', 'en-GB')).toBe('some day');
  });

  it('says a day once', () => {
    expect(formatMoments([at(19, 23), at(20, 2), at(20, 2, 15)], NOW, 'en-GB')).toBe(
      'Yesterday 23:00, Today 02:00, 02:15',
    );
  });

  it('keeps to English words in every region', () => {
    expect(formatMoment(at(20, 14, 5), NOW, 'de-DE')).toBe('Today 14:05');
    expect(formatMoment(at(20, 14, 5), NOW, 'en-US')).toMatch(/^Today 02:05\sPM$/);
  });
});

it('dates are told where the system names its locale in a way of its own', () => {
  expect(formatTime(Date.parse('2026-11-26T12:34:00'), 'en-US@posix')).toBe('12:34');
});
