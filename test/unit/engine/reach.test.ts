/** Which of two addresses is used, whichever answers when. Time goes by only when a test says so. */
import { expect, it } from 'vitest';
import { type Candidate, reach, whyNowhere } from '../../../src/core/engine/reach.ts';
import { ProblemError } from '../../../src/core/model/problem.ts';
import { because } from '../../../src/core/model/reasons.ts';
import { TransientFault } from '../../../src/core/patience.ts';

const HOME = { url: 'http://192.168.1.20:2283' };
const AWAY = { url: 'https://photos.example.org' };
const silent = ({ url }: { url: string }) =>
  new TransientFault('server-unreachable', { server: url, reason: because('nothing-listens') });
const loginPage = new ProblemError('server-login-page', { server: AWAY.url, reason: because('says', { status: 401 }) });

/** What each look comes to, said in this order; `head start over` lets the time for the first address pass. */
async function outcomeOf(...steps: readonly (readonly ['home' | 'away', Error | null] | 'head start over')[]) {
  const looks = { home: Promise.withResolvers<void>(), away: Promise.withResolvers<void>() };
  const headStart = Promise.withResolvers<void>();
  const stopped: string[] = [];
  const candidate = (name: 'home' | 'away', address: { url: string }): Candidate<{ url: string }> => ({
    address,
    look: (signal) => {
      signal.addEventListener('abort', () => stopped.push(name));
      return looks[name].promise;
    },
  });
  const result = reach([candidate('home', HOME), candidate('away', AWAY)], { wait: () => headStart.promise }).then(
    ({ url }) => url,
    (error: unknown) => error,
  );
  for (const step of steps) {
    if (step === 'head start over') headStart.resolve();
    else if (step[1] === null) looks[step[0]].resolve();
    else looks[step[0]].reject(step[1]);
    await new Promise(setImmediate);
  }
  const chosen = await result;
  // Whatever has not answered is not waited for.
  expect(stopped).toEqual(['home', 'away']);
  return chosen;
}

it('takes the address at home as soon as it answers', async () => {
  expect(await outcomeOf(['home', null])).toBe(HOME.url);
});

it('takes the address at home although the other one was quicker', async () => {
  expect(await outcomeOf(['away', null], ['home', null])).toBe(HOME.url);
});

it('takes the other one when the one at home takes its time', async () => {
  expect(await outcomeOf(['away', null], 'head start over')).toBe(AWAY.url);
});

it.each([
  [['home', silent(HOME)] as const, ['away', null] as const],
  [['away', null] as const, ['home', silent(HOME)] as const],
  // Another network has a machine of its own at the address of the server at home.
  [
    [
      'home',
      new ProblemError('server-not-immich', { server: HOME.url, reason: because('status', { status: 200 }) }),
    ] as const,
    ['away', null] as const,
  ],
])('takes the other one when the one at home does not lead to Immich (%#)', async (...steps) => {
  expect(await outcomeOf(...steps)).toBe(AWAY.url);
});

it('waits for the one at home when the other one fails', async () => {
  expect(await outcomeOf(['away', loginPage], ['home', null])).toBe(HOME.url);
});

it('names both where neither answers, so that the next sync tries again', async () => {
  const error = await outcomeOf(['home', silent(HOME)], ['away', silent(AWAY)]);
  expect(error).toBeInstanceOf(TransientFault);
  expect(error).toMatchObject({
    code: 'server-unreachable',
    message:
      'The Immich server answers neither at http://192.168.1.20:2283 (nothing listens at that address) nor at https://photos.example.org (nothing listens at that address).',
  });
});

it('from away says what the address for it has met', () => {
  expect(whyNowhere(HOME.url, silent(HOME), AWAY.url, loginPage)).toBe(loginPage);
  const macOS = new TransientFault('local-network-refused', { server: HOME.url });
  expect(whyNowhere(HOME.url, macOS, AWAY.url, loginPage)).toBe(loginPage);
});

it('at home says what the address there has met', () => {
  const certificate = new ProblemError('server-certificate', { server: HOME.url, reason: because('unknown-issuer') });
  expect(whyNowhere(HOME.url, certificate, AWAY.url, silent(AWAY))).toBe(certificate);
});
