/** Which servers may have the key, by what they tell without it. */
import { expect, it } from 'vitest';
import {
  afterAccepting,
  afterConfirming,
  doubtAbout,
  isNewKey,
  isServerOfKey,
  type KeyServer,
  mayHaveNewKey,
} from '../../../src/core/engine/server-identity.ts';

const HOME = 'http://192.168.1.20:2283';
const AWAY = 'https://photos.example.org';
const BOTH = [HOME, AWAY];
const known: KeyServer = afterAccepting(null, { url: HOME, installation: 'ours' }, 'the key');

it('keeps no key, and knows it again', () => {
  expect(JSON.stringify(known)).not.toContain('the key');
  expect([isNewKey(known, 'the key'), isNewKey(known, 'another key'), isNewKey(null, 'the key')]).toEqual([
    false,
    true,
    true,
  ]);
});

it.each([
  ['the same installation at its address', { url: HOME, installation: 'ours' }, BOTH, true],
  ['the same installation at another address', { url: AWAY, installation: 'ours' }, BOTH, true],
  ['another installation at its address', { url: HOME, installation: 'theirs' }, [HOME], false],
  ['another installation at a new address, even by https', { url: AWAY, installation: 'theirs' }, BOTH, false],
  ['one that does not tell', { url: HOME, installation: null }, [HOME], false],
])('%s', (_what, met, urls, may) => {
  expect(isServerOfKey(known, met, urls)).toBe(may);
});

it('a host whose certificate was verified is itself, whatever its database', () => {
  const there = afterAccepting(known, { url: AWAY, installation: 'ours' }, 'the key');
  expect(there.addresses).toEqual([HOME, AWAY]);
  expect(isServerOfKey(there, { url: AWAY, installation: 'made anew' }, BOTH)).toBe(true);
  expect(isServerOfKey(there, { url: AWAY, installation: null }, BOTH)).toBe(true);
});

it('a server that has never told is taken for itself only where it is the only one', () => {
  const silent = afterAccepting(null, { url: HOME, installation: null }, 'the key');
  expect(isServerOfKey(silent, { url: HOME, installation: null }, [HOME])).toBe(true);
  expect(isServerOfKey(silent, { url: HOME, installation: null }, BOTH)).toBe(false);
  expect(isServerOfKey(silent, { url: HOME, installation: 'theirs' }, [HOME])).toBe(false);
});

it('of a server that does not tell, a person says so once at each of its addresses, also for the next key', () => {
  const silent = (url: string) => ({ url, installation: null });
  const OTHER = 'http://10.8.0.1:2283';
  const urls = [HOME, OTHER];
  const atHome = afterConfirming(null, silent(HOME), 'the key');
  expect(urls.map((url) => isServerOfKey(atHome, silent(url), urls))).toEqual([true, false]);
  expect(isServerOfKey(atHome, { url: HOME, installation: 'theirs' }, urls)).toBe(false);

  const atBoth = afterConfirming(afterAccepting(atHome, silent(HOME), 'the key'), silent(OTHER), 'the key');
  const used = afterAccepting(atBoth, silent(HOME), 'the key');
  expect(urls.map((url) => isServerOfKey(used, silent(url), urls))).toEqual([true, true]);

  expect(mayHaveNewKey(used, urls.map(silent), urls)).toEqual(urls);
  const renewed = afterAccepting(used, silent(OTHER), 'another key');
  expect(urls.map((url) => isServerOfKey(renewed, silent(url), urls))).toEqual([true, true]);
});

it('an address that does not tell and one that does lead to the same server once a person has said so', () => {
  const there = afterAccepting(null, { url: AWAY, installation: 'ours' }, 'the key');
  const confirmed = afterConfirming(there, { url: HOME, installation: null }, 'the key');
  const used = afterAccepting(confirmed, { url: HOME, installation: null }, 'the key');
  for (const known of [confirmed, used]) {
    expect(isServerOfKey(known, { url: HOME, installation: null }, BOTH)).toBe(true);
    expect(isServerOfKey(known, { url: AWAY, installation: 'ours' }, BOTH)).toBe(true);
  }
});

it('a server that is confirmed without a key may have the next one', () => {
  const confirmed = afterConfirming(known, { url: HOME, installation: 'made anew' }, null);
  expect(isNewKey(confirmed, 'the key')).toBe(true);
  expect(mayHaveNewKey(confirmed, [{ url: HOME, installation: 'made anew' }], [HOME])).toEqual([HOME]);
});

const ours = (url: string) => ({ url, installation: 'ours' });
const theirs = (url: string) => ({ url, installation: 'theirs' });

it.each([
  ['a single address is what the person means', null, [theirs(HOME)], [HOME], [HOME]],
  ['both where they lead to one installation', null, [ours(HOME), ours(AWAY)], BOTH, BOTH],
  ['the verified one where they differ', null, [theirs(HOME), ours(AWAY)], BOTH, [AWAY]],
  ['the verified one alone', null, [ours(AWAY)], BOTH, [AWAY]],
  ['not the unverified one of two alone', null, [ours(HOME)], BOTH, []],
  [
    'neither of two verified ones that differ',
    null,
    [ours(AWAY), theirs('https://b.example')],
    [AWAY, 'https://b.example'],
    [],
  ],
  ['the one of before', known, [theirs('http://10.0.0.1'), ours(HOME)], ['http://10.0.0.1', HOME], [HOME]],
  ['not another one at an address of before', known, [theirs(HOME)], [HOME], []],
  ['another server at another address', known, [theirs('http://10.0.0.1')], ['http://10.0.0.1'], ['http://10.0.0.1']],
])('a new key may go to %s', (_what, before, met, urls, may) => {
  expect(mayHaveNewKey(before, met, urls)).toEqual(may);
});

it('says of an address that was never right that both differ, and of one that has changed just that', () => {
  expect(doubtAbout(known, theirs(AWAY), HOME).problem).toMatchObject({
    code: 'addresses-differ',
    values: { wasAsked: 'no' },
  });
  expect(doubtAbout(known, theirs(HOME), AWAY).problem.values).toEqual({ server: HOME, since: 'changed' });
  expect(doubtAbout(known, theirs(AWAY), null).problem.values).toEqual({ server: AWAY, since: 'moved' });
  expect(doubtAbout(null, theirs(HOME), null).problem.values).toEqual({ server: HOME, since: 'first' });
  // A proxy that hides the history says nothing of the server behind it.
  for (const url of BOTH)
    expect(doubtAbout(known, { url, installation: null }, null).problem.values).toEqual({
      server: url,
      since: 'first',
    });
});
