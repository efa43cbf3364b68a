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

/** As OpenSSL (command line) and BoringSSL (app) say it; both seen. */
const alert = (code: string, words: string, number: number) =>
  Object.assign(new Error(`write EPROTO 40ED:error:0A000410:SSL routines:${words}:SSL alert number ${number}\n`), {
    code,
  });

it.each([
  ['EPROTO', 'ssl3_read_bytes:ssl/tls alert handshake failure', 40, /asks for a client certificate/],
  ['EPROTO', 'OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE', 40, /asks for a client certificate/],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'tlsv13 alert certificate required',
    116,
    /asks for a client certificate/,
  ],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tlsv1 alert unknown ca', 48, /does not accept the client certificate/],
])('%s (%s, %i) is about the client certificate', (code, words, number, sentence) => {
  const problem = connectionProblem('https://photos.example.org', alert(code, words, number));
  expect(problem).toMatchObject({ code: 'client-certificate-needed', message: expect.stringMatching(sentence) });
});

it('a server that speaks old encryption alone is not taken for one without any', () => {
  const problem = connectionProblem('https://photos.example.org', alert('EPROTO', 'tlsv1 alert protocol version', 70));
  expect(problem.message).toMatch(/no encryption that is safe enough/);
});

it.each([
  ['https://photos.example.org', failure('ENOTFOUND')],
  ['https://photos.example.org', failure('EHOSTUNREACH', '203.0.113.9')],
  ['http://192.168.1.20:2283', failure('ECONNREFUSED', '192.168.1.20')],
  ['http://192.168.1.20:2283', failure('ETIMEDOUT', '192.168.1.20')],
])('%s is only unreachable', (server, error) => {
  expect(connectionProblem(server, error, 'darwin').code).toBe('server-unreachable');
});
