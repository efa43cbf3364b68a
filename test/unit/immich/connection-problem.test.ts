import { expect, it } from 'vitest';
import { connectionProblem } from '../../../src/core/immich/transport.ts';
import { TransientFault } from '../../../src/core/patience.ts';

const failure = (code: string, address?: string) =>
  Object.assign(new Error(`connect ${code}`), { code, ...(address === undefined ? {} : { address }) });

it.each([
  ['http://192.168.1.20:2283', failure('EHOSTUNREACH', '192.168.1.20')],
  ['http://nas.local:2283', failure('ENOTFOUND')],
  // A name of one's own that leads home.
  ['https://photos.example.org', failure('EHOSTUNREACH', '10.0.0.7')],
])('on a Mac %s may be behind the question for the local network', (server, error) => {
  const problem = connectionProblem(server, error, 'darwin');
  expect(problem).toBeInstanceOf(TransientFault);
  expect(problem).toMatchObject({
    code: 'local-network-refused',
    exitCode: 4,
    problem: { advice: expect.stringContaining('Privacy & Security › Local Network') },
  });
  expect(connectionProblem(server, error, 'linux').code).toBe('server-unreachable');
});

it.each([
  ['https://photos.example.org', failure('ENOTFOUND')],
  ['https://photos.example.org', failure('EHOSTUNREACH', '203.0.113.9')],
  ['http://192.168.1.20:2283', failure('ECONNREFUSED', '192.168.1.20')],
  ['http://192.168.1.20:2283', failure('ETIMEDOUT', '192.168.1.20')],
])('%s is only unreachable', (server, error) => {
  expect(connectionProblem(server, error, 'darwin').code).toBe('server-unreachable');
});
