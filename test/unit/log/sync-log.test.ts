import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/log/redaction.ts';
import { openLog } from '../../../src/core/log/sync-log.ts';
import type { LogLevel } from '../../../src/core/model/choices.ts';

let folder: string;
let file: string;
const redactor = createRedactor();
redactor.addSecret('top-secret-key');
const now = () => new Date(2026, 10, 22, 2, 0, 1);
const open = (level: LogLevel = 'info') => openLog(file, { level, redactor, now });
const read = () => readFile(file, 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-log-'));
  file = join(folder, 'logs', 'sync.log');
});
afterEach(() => rm(folder, { recursive: true }));

describe('openLog', () => {
  it('writes one line an event, for this user only', async () => {
    const log = open();
    log.info('Photos changed since yesterday.');
    log.warn('2 items failed.', { about: ['IMG_1.HEIC'], count: 2 });
    log.error('Stopped.');
    log.debug('not at this level');
    await log.flush();
    expect(await read()).toBe(
      [
        '2026-11-22 02:00:01 info  Photos changed since yesterday.',
        '2026-11-22 02:00:01 warn  2 items failed. {"about":["IMG_1.HEIC"],"count":2}',
        '2026-11-22 02:00:01 error Stopped.',
        '',
      ].join('\n'),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'logs'))).mode & 0o777).toBe(0o700);
  });

  it('writes only what is as bad as the level', async () => {
    const log = open('error');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    await log.flush();
    expect(await read()).toBe('2026-11-22 02:00:01 error error\n');
  });

  it('holds no secret, whether in the message, an error, its cause or across lines', async () => {
    const log = open('debug');
    log.info('key top-secret-key');
    log.debug('x-api-key: other-secret');
    log.error('Failed.', new Error('top-secret-key', { cause: new Error('other cause of top-secret-key') }));
    await log.flush();
    const text = await read();
    expect(text).not.toMatch(/top-secret-key|other-secret/);
    expect(text).toMatch(
      /error Failed\. Error: \[secret\]\n {4,}at [\s\S]*because of Error: other cause of \[secret\]/,
    );
  });

  it('lets no text pass for an event of its own or reach the terminal as a command', async () => {
    const log = open();
    log.info('file “a\n2026-11-22 02:00:01 error forged\u001b[2J\r\n\u2028.jpg”');
    await log.flush();
    expect(await read()).toBe(
      '2026-11-22 02:00:01 info  file “a\n    2026-11-22 02:00:01 error forged\\u001b[2J\n    \\u2028.jpg”\n',
    );
  });

  it('begins a new file at 1 MiB, keeps five and loses no line of those', async () => {
    const log = open();
    const line = 'x'.repeat(1000);
    for (let index = 0; index < 8000; index += 1) {
      log.info(`${String(index).padStart(5, '0')} ${line}`);
      if (index % 500 === 0) await log.flush();
    }
    await log.flush();
    const names = (await readdir(join(folder, 'logs'))).sort();
    expect(names).toEqual(['sync.1.log', 'sync.2.log', 'sync.3.log', 'sync.4.log', 'sync.log']);
    const texts = await Promise.all(
      ['sync.4.log', 'sync.3.log', 'sync.2.log', 'sync.1.log', 'sync.log'].map((name) =>
        readFile(join(folder, 'logs', name), 'utf8'),
      ),
    );
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
    const numbers = [...texts.join('').matchAll(/ info {2}(\d{5}) /g)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 8000 - numbers.length + index));
    expect(numbers.length).toBeGreaterThan(4000);
    for (const name of names) expect((await stat(join(folder, 'logs', name))).mode & 0o777).toBe(0o600);
  });

  it('shares a file with another process that writes and rotates it', async () => {
    const [one, two] = [open(), openLog(file, { level: 'info', redactor, now })];
    const line = 'y'.repeat(100_000);
    for (let index = 0; index < 15; index += 1) {
      one.info(`one ${index} ${line}`);
      await one.flush();
      two.info(`two ${index} ${line}`);
      await two.flush();
    }
    const names = (await readdir(join(folder, 'logs'))).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(folder, 'logs', name), 'utf8')));
    expect([...texts.join('').matchAll(/ info {2}(one|two) /g)]).toHaveLength(30);
    expect(names).toEqual(['sync.1.log', 'sync.2.log', 'sync.log']);
  });

  it('says that it cannot write, and does not throw', async () => {
    await writeFile(join(folder, 'logs'), 'a file');
    const log = open();
    log.info('nowhere');
    await log.flush();
    expect(log.trouble).toMatchObject({ code: 'EEXIST' });
  });
});
