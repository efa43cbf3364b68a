import { describe, expect, test } from 'vitest';
import { plainMessage, readLogLine, relativePathOf } from '../../../src/core/immich/immich-go-log.ts';
import { because } from '../../../src/core/model/reasons.ts';

const line = (level: string, msg: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ time: '2026-11-22T14:21:52.950422833+01:00', level, msg, ...more });

describe('immich-go’s log, line by line', () => {
  test.each([
    ['INFO', 'discovered image', {}, { kind: 'discovered', what: 'asset' }],
    ['INFO', 'discovered video', {}, { kind: 'discovered', what: 'asset' }],
    ['INFO', 'discovered sidecar', {}, { kind: 'discovered', what: 'sidecar' }],
    ['INFO', 'uploaded successfully', {}, { kind: 'uploaded' }],
    ['INFO', 'server has duplicate', {}, { kind: 'duplicate' }],
    ['WARN', 'discarded local duplicate', {}, { kind: 'duplicate' }],
    [
      'INFO',
      'metadata updated',
      { reason: 'An asset with the same name:"a.jpg" … No need to upload.' },
      { kind: 'failed', message: 'An asset with the same name:"a.jpg" … No need to upload.' },
    ],
    [
      'ERROR',
      'server error',
      {
        error:
          'AssetUpload, POST, http://127.0.0.1:22831/api/assets, 500 Internal Server Error\nInternal server error\n',
      },
      { kind: 'failed', message: 'Internal server error' },
    ],
    [
      'ERROR',
      'file access error',
      { error: 'open a.jpg: permission denied' },
      { kind: 'failed', message: 'open a.jpg: permission denied' },
    ],
    [
      'WARN',
      'discovered unsupported file',
      { reason: 'unsupported file type' },
      { kind: 'failed', message: because('immich-does-not-take-kind') },
    ],
    [
      'WARN',
      'discovered banned file',
      { reason: 'banned file' },
      { kind: 'failed', message: because('immich-go-leaves-out-name') },
    ],
  ])('%s %s %j', (level, msg, more, expected) => {
    const file = 'box:2024/03/a.jpg';
    expect(readLogLine(line(level, msg, { file, ...more }))).toEqual({ ...expected, file });
  });

  test.each([
    line('INFO', 'metadata updated', { file: 'box:a.jpg' }),
    line('INFO', 'stacked', { file: 'box:a.jpg' }),
    line('ERROR', 'SetProcessed: asset not in pending state', { file: 'box:a.jpg', current_state: 1 }),
    line('INFO', 'immich-go version:dev,  commit:none, date:unknown'),
    line('INFO', '', { 'Configuration file': 'none (using defaults)' }),
    line('INFO', '', { '--api-key': '****abcd', origin: 'environment' }),
    line('INFO', 'Running environment:', { architecture: 'amd64', os: 'linux' }),
    line('INFO', '  "/some/folder"'),
    line('INFO', 'Connection to the server http://127.0.0.1:41661'),
    line('INFO', 'Server information:', { version: 'v3.1.0' }),
    line('INFO', 'Connected, user: somebody@example.org, ID: 1'),
    line('INFO', 'Assets on the server: 0'),
    line('INFO', 'Total Assets:          6  (638 B)'),
    line('INFO', '  discovered image                   :       5  (439 B)'),
    line('INFO', '====================='),
    line('ERROR', 'Some errors have occurred. Look at the log file for details\n'),
  ])('no news: %s', (text) => {
    expect(readLogLine(text)).toEqual({ kind: 'notice' });
  });

  test('a server that is gone at the first question is an error in its own words', () => {
    const words = 'The Immich server at http://127.0.0.1:1 does not answer (nothing listens at that address).';
    const ping = 'PingServer, GET, http://127.0.0.1:2/api/server/ping, 502 Bad Gateway';
    const address = 'http://127.0.0.1:2/api/server/ping';
    const text = `error while calling the immich's ping API at this address: ${address}:\n${ping}\n${words}\n`;
    expect(readLogLine(line('ERROR', text))).toEqual({ kind: 'error', message: words });
  });

  test('what the guard refuses on purpose is expected', () => {
    const err =
      'SendJobCommand, PUT, http://127.0.0.1:1/api/jobs/x, 403 Forbidden\nImmich Sync does not let this through\n';
    expect([
      readLogLine(line('ERROR', 'Immich Job command sent', { resume: 'thumbnailGeneration', err })),
      readLogLine(line('ERROR', 'failed to create tag', { err, tag: 'Sea' })),
      readLogLine(line('ERROR', "Can't create stack", { error: err })),
    ]).toEqual([
      { kind: 'expected', message: 'Immich Job command sent: Immich Sync does not let this through' },
      { kind: 'expected', message: 'failed to create tag: Immich Sync does not let this through' },
      { kind: 'expected', message: "Can't create stack: Immich Sync does not let this through" },
    ]);
  });

  test('errors without a file', () => {
    const refused = 'ValidateConnection, GET, http://127.0.0.1:1/api/users/me, 401 Unauthorized\nInvalid API key\n';
    expect([
      readLogLine(line('ERROR', refused)),
      readLogLine(line('ERROR', 'Error', { err: 'open x: no such file or directory' })),
    ]).toEqual([
      { kind: 'error', message: 'Invalid API key' },
      { kind: 'error', message: 'open x: no such file or directory' },
    ]);
  });

  test.each([
    line('INFO', 'sharpened the picture', { file: 'box:a.jpg' }),
    line('WARN', 'the moon is full'),
    line('ERROR', 'flux capacitor empty'),
    '{"level":"INFO","msg":"cut o',
    'panic: asset ID is empty',
    '[]',
    'null',
  ])('not understood: %s', (text) => {
    expect(readLogLine(text)).toEqual({ kind: 'unknown', line: text });
  });
});

test.each([
  ['box:2024/03/a.jpg', '2024/03/a.jpg'],
  ['box:2024/03/a: b\nc.jpg', '2024/03/a: b\nc.jpg'],
  ['box:box:a.jpg', 'box:a.jpg'],
  ['other:a.jpg', null],
  ['boxa.jpg', null],
])('the path in %j', (file, path) => {
  expect(relativePathOf(file, 'box')).toBe(path);
});

test('errors lose the guard’s address and the broken pipe that follows', () => {
  const reset =
    'AssetUpload, POST, http://127.0.0.1:1/api/assets, 502 Bad Gateway\nthe server is gone\n\nio: read/write on closed pipe';
  expect([
    plainMessage(reset),
    plainMessage('AssetUpload, POST, http://127.0.0.1:1/api/assets, 413 Request Entity Too Large\n'),
  ]).toEqual(['the server is gone', 'status 413']);
});
