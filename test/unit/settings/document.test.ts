import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { applyDocument } from '../../../src/core/settings/document.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';

const FILE = '/nix/settings.json';
const apply = (document: unknown) => applyDocument(DEFAULT_SETTINGS, JSON.stringify(document), FILE);

describe('a document of settings', () => {
  it('changes what it names and nothing else', () => {
    const { settings, names } = apply({
      server: { url: 'photos.example.org' },
      schedule: { times: ['14:00', '02:00'] },
      upload: { bytesPerSecond: null },
    });
    expect(names).toEqual(['server.url', 'schedule.times', 'upload.bytesPerSecond']);
    expect(settings).toEqual({
      ...DEFAULT_SETTINGS,
      server: { ...DEFAULT_SETTINGS.server, url: 'https://photos.example.org' },
      schedule: { ...DEFAULT_SETTINGS.schedule, times: ['02:00', '14:00'] },
    });
  });

  it('can be all settings, as they are printed', () => {
    expect(apply(DEFAULT_SETTINGS).settings).toEqual(DEFAULT_SETTINGS);
  });

  it('may use the names of before', () => {
    expect(apply({ cloud: { fetchPerNight: 5 } }).settings.cloud.downloadsPerNight).toBe(5);
    expect(apply({ schemaVersion: 1, cloud: { fetchPerNight: 6 } }).settings.cloud.downloadsPerNight).toBe(6);
  });

  it.each([
    ['a setting that there is not', { upload: { speed: 1 } }, 'setting-unknown', /upload\.speed/],
    [
      'a value that is not allowed',
      { schedule: { times: ['02:00'] }, upload: { concurrency: 40 } },
      'setting-invalid',
      /from 1 to 20/,
    ],
    ['no group', { server: 'https://photos.example.org' }, 'setting-invalid', /server: it is not a group/],
    ['a list', [], 'setting-invalid', /not a JSON object/],
    ['a newer version', { schemaVersion: 99 }, 'setting-invalid', /newer version/],
  ] as const)('is refused as a whole for %s', (_what, document, code, sentence) => {
    const refused = thrownBy(() => apply(document));
    expect(refused).toMatchObject({ problem: { code } });
    expect(refused?.problem.sentence).toMatch(sentence);
  });

  it('is not quoted when it is no JSON: it can hold a secret', () => {
    const refused = thrownBy(() =>
      applyDocument(DEFAULT_SETTINGS, '{"server": {"headers": {"Token": "hush-hush"', FILE),
    );
    expect(refused?.problem.sentence).toBe('/nix/settings.json: it is not a JSON object.');
  });

  it.each([
    ['server', 'headers', { 'X-Door': 'hush-hush', 'X-N': 1 }],
    ['server', 'headers', { 'X-Door': { value: 'hush-hush' } }],
    ['server', 'headers', { 'X-Door: hush-hush': '' }],
    ['server', 'headers', { 'X-Door': 'hush-hush\r\nX-N: 1' }],
    ['server', 'headers', [{ 'X-Door': 'hush-hush' }]],
    ['server', 'headers', ['X-Door: hush-hush']],
    ['server', 'headers', 'X-Door: hush-hush'],
    ['server', 'url', ['https://kim:hush-hush@photos.example.org']],
    ['server', 'patience', { 'X-Door': 'hush-hush' }],
    ['library', 'path', { 'X-Door': 'hush-hush' }],
  ])('%s.%s is refused without what can be a secret in it: %j', (section, key, value) => {
    const refused = thrownBy(() => apply({ [section]: { [key]: value } }));
    expect(refused?.problem.sentence).toMatch(new RegExp(`^${section}\\.${key}: .`));
    expect(JSON.stringify(refused?.problem)).not.toContain('hush-hush');
  });
});

function thrownBy(work: () => unknown): ProblemError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}
