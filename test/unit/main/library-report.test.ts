import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MonthCount } from '../../../src/core/model/library-map.ts';
import { libraryMap } from '../../../src/core/model/library-map.ts';
import { makeLibraryReport, reportName, saveReport } from '../../../src/main/report/library-report.ts';
import { reportHtml } from '../../../src/main/report/report-html.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const AT = new Date('2026-11-26T10:00:00Z');
const count = (month: string, assets: number, complete: number): MonthCount => ({
  month,
  kind: 'live',
  coverage: {
    assets,
    complete,
    incomplete: 0,
    absent: assets - complete,
    reasons: assets === complete ? {} : { 'not-yet-uploaded': assets - complete },
  },
  storage: { onMac: assets, macBytes: assets * 1e6, inCloud: 0, cloudBytes: 0, verifiedBytes: complete * 1e6 },
});
const map = libraryMap([count('', 1, 0), count('2018-07', 10, 7), count('2020-01', 4, 4)]);
const place = { assets: 4, complete: 3, reasons: [{ reason: 'not-yet-uploaded' as const, count: 1 }] };
const records = {
  overview: async () => ({
    verifiedAt: '2026-11-26T02:01:00Z',
    coverage: { assets: 15, complete: 11, incomplete: 0, absent: 4, reasons: { 'not-yet-uploaded': 4 } },
  }),
  map: () => map,
  albumPlaces: () => [
    { uuid: 'A1', title: 'Emma <& co>', folders: ['Family'], ...place },
    { uuid: 'A2', title: 'Lisbon', folders: [], ...place },
  ],
};
const made = (hasNames: boolean) => makeLibraryReport({ records } as never, { at: AT, hasNames });

it('has no name of an album unless asked for it', async () => {
  const report = await made(false);
  expect(report.albums.map(({ name }) => name)).toEqual(['Album 1', 'Album 2']);
  expect(JSON.stringify(report)).not.toMatch(/Emma|Lisbon|Family|A1/);
  expect(report.all).toMatchObject({ assets: 15, complete: 11, macBytes: 15e6, verifiedBytes: 11e6 });
  expect((await made(true)).albums.map(({ name }) => name)).toEqual(['Family / Emma <& co>', 'Lisbon']);
});

it('is one page that needs nothing from elsewhere and runs nothing', async () => {
  const html = reportHtml(await made(true), 'en-GB');
  expect(html).not.toMatch(/<script|<link|<img|src=|href=|@import|url\(/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('Family / Emma &lt;&amp; co&gt;');
  expect(html).toContain('11 of 15 items verified');
  expect(html).toContain('<title>July 2018: 7 of 10 items in Immich</title>');
  expect(html).toContain('<title>January 2020: all of 4 items in Immich</title>');
  // A year between without any has its row, too.
  expect(html).toContain('>2019</text>');
  expect(html).toContain('3 items wait for the next sync');
  expect(html).toContain('prefers-color-scheme: dark');
  expect(html).toContain('@media print');
});

it('is saved for its owner alone, and says where it could not be', async () => {
  const file = join(folder, reportName(AT));
  await saveReport(file, 'before');
  await saveReport(file, '<!doctype html>');
  expect(readFileSync(file, 'utf8')).toBe('<!doctype html>');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expect(saveReport(join(folder, 'none', 'report.html'), '')).rejects.toMatchObject({
    problem: { code: 'report-not-saved' },
  });
});
