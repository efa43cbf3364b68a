import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readHookAddress } from '../../../src/core/hooks/address.ts';
import { Courier } from '../../../src/core/hooks/courier.ts';
import { NotDelivered } from '../../../src/core/hooks/send.ts';
import type { HookName } from '../../../src/core/model/hooks.ts';
import { tell } from '../../../src/core/model/problem.ts';
import { because, type Explanation } from '../../../src/core/model/reasons.ts';
import { anyReport } from '../../support/any-report.ts';
import { type HookReceiver, startHookReceiver } from '../../support/hook-receiver.ts';

const PING = '0b7c6f1e-2f0e-4c2a-9d55-6a1f6b1d2c3e';
const STARTED = { kind: 'started', ping: PING } as const;
const ENDED = { kind: 'ended', ping: PING, report: anyReport() } as const;

function courierTo(address: string, hook: HookName = 'healthchecks') {
  const waits: number[] = [];
  const results: (string | null)[] = [];
  const courier = new Courier({
    hearsOf: (each) => each === hook,
    destination: async () => ({
      address: readHookAddress(hook, address),
      way: { certificateAuthorities: [], proxy: null },
    }),
    onResult: (_hook, _event, failure) => results.push(failure === null ? null : tell(failure)),
    wait: async (milliseconds, signal) => {
      waits.push(milliseconds);
      signal?.throwIfAborted();
    },
    now: () => 0,
  });
  return { courier, waits, results };
}

const paths = ({ received }: HookReceiver) => received.map(({ path }) => path.replace(/\?.*/, ''));

describe('messages', () => {
  it('come in order, with the same number, and with the authorization', async () => {
    const receiver = await startHookReceiver();
    // The start needs a second try: its end comes after it all the same.
    receiver.answers.push({ status: 503 });
    const { courier, waits, results } = courierTo(`${receiver.address}/check Bearer of-mine`);
    courier.tell(STARTED);
    courier.tell(ENDED);
    await courier.close();
    expect(paths(receiver)).toEqual(['/check/start', '/check/start', '/check']);
    expect(receiver.received.map(({ path }) => path.replace(/.*rid=/, ''))).toEqual([PING, PING, PING]);
    expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer of-mine'));
    expect(receiver.received.at(-1)?.body).toMatch(/^Sync finished\n/);
    expect(waits).toEqual([1_000]);
    expect(results).toEqual([null]);
  });

  it('are tried again while it may help, as long as the service asks for, and not for ever', async () => {
    const receiver = await startHookReceiver();
    receiver.answers.push(
      { status: 500 },
      { status: 429, headers: { 'retry-after': '20' } },
      { status: 502 },
      { status: 504 },
    );
    const { courier, waits, results } = courierTo(`${receiver.address}/check`);
    courier.tell(ENDED);
    await courier.close();
    expect(waits).toEqual([2_000, 20_000, 30_000]);
    expect(results).toEqual(['it says 504']);
  });

  it.each([
    [{ status: 404 }, 'it says 404'],
    [{ status: 403 }, 'it did not accept the authorization (403)'],
    [{ status: 200, text: 'OK (not found)' }, 'it does not know this check'],
    [{ status: 200, text: 'OK' }, null],
    [{ status: 204 }, null],
  ])('are not tried again after %j', async (answer, failure) => {
    const receiver = await startHookReceiver();
    receiver.answers.push(answer);
    const { courier, waits, results } = courierTo(`${receiver.address}/check`);
    courier.tell(ENDED);
    await courier.close();
    expect(results).toEqual([failure]);
    expect(waits).toEqual([]);
    expect(receiver.received).toHaveLength(1);
  });

  it('follow no address to another one, where they would show what is secret', async () => {
    const [receiver, other] = await Promise.all([startHookReceiver(), startHookReceiver()]);
    receiver.answers.push({ status: 307, headers: { location: `${other.address}/check` } });
    const { courier, results } = courierTo(`${receiver.address}/check tk_secret`, 'ntfy');
    courier.tell(ENDED);
    await courier.close();
    expect(results).toEqual(['its address leads to another one']);
    expect(other.received).toEqual([]);
  });

  it('do not keep the program from ending where nobody answers', async () => {
    // Takes connections and says nothing.
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { courier, results } = courierTo(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/check`);
    courier.tell(STARTED);
    courier.tell(ENDED);
    await courier.close(20);
    silent.close();
    expect(results).toEqual(['no answer in time']);
  });

  it('do not keep the program from ending while a keychain asks somebody who is not there', async () => {
    const results: (Explanation | null)[] = [];
    const asked: HookName[] = [];
    const courier = new Courier({
      hearsOf: (hook) => hook === 'healthchecks',
      destination: (hook) => {
        asked.push(hook);
        return new Promise(() => {});
      },
      onResult: (_hook, _event, failure) => results.push(failure),
      wait: async () => {},
      now: () => 0,
    });
    courier.tell(STARTED);
    courier.tell(ENDED);
    await courier.close(20);
    expect(results).toEqual([because('no-answer-in-time')]);
    // Not asked again for what comes after.
    expect(asked).toHaveLength(1);
  });

  it('say what is wrong when somebody tries, at once', async () => {
    const receiver = await startHookReceiver();
    receiver.answers.push({ status: 500 });
    const { courier, waits } = courierTo(`${receiver.address}/check`);
    const failure = await courier.test('healthchecks');
    expect(tell(failure as Explanation)).toBe('it says 500');
    expect(waits).toEqual([]);
    expect(await courier.test('healthchecks')).toBeNull();
  });

  it('go on after what could not be sent', async () => {
    const results: (Explanation | null)[] = [];
    const courier = new Courier({
      hearsOf: (hook) => hook === 'ntfy',
      destination: () => Promise.reject(new NotDelivered(because('no-address-kept'))),
      onResult: (_hook, _event, failure) => {
        results.push(failure);
        if (results.length === 1) throw new Error('The ledger is away.');
      },
      wait: async () => {},
      now: () => 0,
    });
    courier.tell(ENDED);
    courier.tell(ENDED);
    await courier.close();
    expect(results).toEqual([because('no-address-kept'), because('no-address-kept')]);
  });
});
