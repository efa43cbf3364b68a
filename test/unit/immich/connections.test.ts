/** Whom our connections trust: a real TLS server with a certificate that its own maker vouches for. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AgentOptions } from 'node:http';
import * as https from 'node:https';
import type { TcpNetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ImmichClient } from '../../../src/core/immich/client/client.ts';
import { makeAgent } from '../../../src/core/immich/connections.ts';
import { toProblem } from '../../../src/core/model/problem.ts';
import { baseEnvironment, runChild } from '../../../src/core/tools/child.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { type RecordingUpstream, startRecordingUpstream } from '../../support/recording-upstream.ts';

const certificate = makeCertificate();
let server: RecordingUpstream;

beforeEach(async () => {
  server = await startRecordingUpstream({ tls: certificate });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

async function ask(certificateAuthorities: readonly string[] = []): Promise<string> {
  const client = new ImmichClient({ url: server.url, headers: {}, certificateAuthorities }, 'the-key');
  const outcome = await client.account.user().then(
    () => 'ok',
    (error: unknown) => toProblem(error).code,
  );
  client.close();
  return outcome;
}

describe('a server with a certificate that nobody knows', () => {
  it('gets no key, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await ask()).toBe('server-certificate');
    expect(server.requests).toEqual([]);
  });

  it('is trusted when the person’s setting names its authority', async () => {
    expect(await ask([certificate.cert])).toBe('ok');
    expect(server.requests[0]?.headers['x-api-key']).toBe('the-key');
  });

  // On Linux these are the files that OpenSSL reads; on a Mac the keychain’s, which docs/mac-checklist.md confirms.
  it.runIf(process.platform === 'linux')('is trusted when the system knows its authority', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'immich-sync-authorities-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'authorities.pem');
    await writeFile(file, certificate.cert);
    const ping = async (environment: Record<string, string>) => {
      const lines: string[] = [];
      await runChild({
        program: process.execPath,
        args: [fileURLToPath(new URL('../../support/ping-process.ts', import.meta.url)), server.url],
        env: { ...baseEnvironment(), SSL_CERT_DIR: join(folder, 'none'), ...environment },
        cwd: folder,
        onStdout: (line) => lines.push(line),
      });
      return lines.at(-1);
    };
    expect(await ping({ SSL_CERT_FILE: file })).toBe('ok');
    expect(await ping({ SSL_CERT_FILE: join(folder, 'none.pem'), NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe(
      'server-certificate',
    );
  });
});

it('no program that is started inherits what weakens Node’s connections', () => {
  const environment = baseEnvironment({ PATH: '/bin', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_OPTIONS: '--x' });
  expect(Object.keys(environment).filter((name) => name.startsWith('NODE_'))).toEqual([]);
});

/** 100::/64 is for discarding (RFC 6666): an IPv6 address that leads nowhere, as many names at home have one. */
const ADDRESSES = [
  { address: '100::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
] as const;

it.each([ADDRESSES, ADDRESSES.toReversed()])(
  'a host is reached by the address that leads to it, whatever its others are (%#)',
  async (...addresses) => {
    const agent = makeAgent({ url: server.url, headers: {}, certificateAuthorities: [certificate.cert] }, {
      lookup: (_host, _options, done) => done(null, [...addresses]),
    } as AgentOptions & Pick<TcpNetConnectOpts, 'lookup'>);
    onTestFinished(() => agent.destroy());
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) => {
      // The certificate is made out to an address.
      const options = { agent, servername: '', checkServerIdentity: () => undefined };
      const request = https.get(`https://photos.test:${port}/api/server/ping`, options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.on('error', reject);
    });
    expect(status).toBeGreaterThan(0);
    // Node's own 250 ms give up an address at the other end of the world for one that leads nowhere.
    expect(agent).toMatchObject({ options: { autoSelectFamilyAttemptTimeout: 2_500 } });
  },
);
