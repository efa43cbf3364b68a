/** Services that are notified of each sync, and the status file: by the settings, with addresses from the keychain, and never in a sync's way. */
import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readHookAddress, secretsIn } from '../hooks/address.ts';
import { Courier, type Destination, PATIENCE_AT_END } from '../hooks/courier.ts';
import { hearsOf, isOn } from '../hooks/message.ts';
import type { RunEvent } from '../hooks/run-event.ts';
import { NotDelivered } from '../hooks/send.ts';
import { fileReason } from '../model/file-reason.ts';
import { HOOK_TITLES, HOOKS, type HookName, type HookResult, type HookState } from '../model/hooks.ts';
import { becauseOf, type Problem, ProblemError, tell, toProblem } from '../model/problem.ts';
import { because, type Explanation } from '../model/reasons.ts';
import type { Settings } from '../model/settings.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { expandPath } from '../settings/paths.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';
import { prometheusText } from './prometheus.ts';
import type { StatusDocument } from './status-document.ts';

export class Hooks {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #secretsOf: ((hook: HookName) => Secrets) | null;
  readonly #courier: Courier;
  readonly #listeners = new Set<() => void>();
  /** By service, what it is being told keeps a sync from starting. */
  readonly #underWay = new Map<HookName, Extract<RunEvent, { readonly kind: 'not-started' }>>();
  /** The last writing of the status file. */
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(home: Home, ledger: LedgerAccess, secretsOf: ((hook: HookName) => Secrets) | null) {
    this.#home = home;
    this.#ledger = ledger;
    this.#secretsOf = secretsOf;
    this.#courier = new Courier({
      hearsOf: (hook, event) => hearsOf(hook, event, this.#settings) && this.#isNews(hook, event),
      destination: (hook) => this.#destination(hook),
      onResult: (hook, event, failure) => this.#settle(hook, event, failure),
      wait: home.patience.wait,
      now: home.now,
    });
  }

  /** Tells all services that want to hear of it. Comes back at once and never throws. */
  tell(event: RunEvent): void {
    if (event.kind === 'started' || event.kind === 'ended') this.#forgetNotStarted(HOOKS);
    this.#courier.tell(event);
  }

  /**
   * Whether this service is still to be told of it; then that is under way. What keeps a sync from starting is tried again every few minutes, and news once;
   * a day later it is news again, because it still lasts.
   */
  #isNews(hook: HookName, event: RunEvent): boolean {
    if (event.kind !== 'not-started') return true;
    const { code } = event.problem;
    if (this.#underWay.get(hook)?.problem.code === code || this.#isKnown(hook, code)) return false;
    this.#underWay.set(hook, event);
    return true;
  }

  #isKnown(hook: HookName, code: Problem['code']): boolean {
    try {
      const kept = this.#ledger.use((ledger) => ledger.recall(notStartedKey(hook)));
      if (kept === null || kept === '') return false;
      const told = JSON.parse(kept) as NotStartedTold;
      const age = this.#home.now() - told.at;
      // A clock that was put back makes it no longer.
      return told.code === code && age >= 0 && age < TOLD_AGAIN_AFTER;
    } catch {
      // What is wrong with the ledger is what is reported.
      return false;
    }
  }

  /** Syncs start again, or the service has another address. */
  #forgetNotStarted(hooks: readonly HookName[]): void {
    for (const hook of hooks) this.#underWay.delete(hook);
    try {
      this.#ledger.use((ledger) => {
        for (const key of hooks.map(notStartedKey)) if ((ledger.recall(key) ?? '') !== '') ledger.remember(key, '');
      });
    } catch (error) {
      this.#home.log.warn(toProblem(error).sentence);
    }
  }

  #settle(hook: HookName, event: RunEvent, failure: Explanation | null): void {
    // One that a start has overtaken is news again when it comes back.
    if (event.kind === 'not-started' && this.#underWay.get(hook) === event) {
      this.#underWay.delete(hook);
      const told: NotStartedTold = { code: event.problem.code, at: this.#home.now() };
      if (failure === null) this.#remember(notStartedKey(hook), JSON.stringify(told));
    }
    this.#keep(hook, failure);
  }

  /**
   * Keeps the address, and turns the service on.
   * @param typed see {@link readHookAddress}
   * @throws {ProblemError} hook-address-unusable, keychain-…
   */
  async set(hook: HookName, typed: string): Promise<void> {
    const address = readHookAddress(hook, typed);
    this.#hide(typed, address);
    await this.#secrets(hook).write(typed);
    this.#forget(hook);
    this.#home.settings.change((settings) => {
      if (isOn(hook, settings.hooks)) return settings;
      return { ...settings, hooks: { ...settings.hooks, [hook]: hook === 'ntfy' ? 'failures' : true } };
    });
  }

  /** Forgets the address, and turns the service off. @throws {ProblemError} keychain-… */
  async remove(hook: HookName): Promise<void> {
    this.#home.settings.change((settings) => ({
      ...settings,
      hooks: { ...settings.hooks, [hook]: hook === 'ntfy' ? 'never' : false },
    }));
    this.#forget(hook);
    await this.#secrets(hook).remove();
  }

  /** Sends a test. @throws {ProblemError} hook-failing */
  async test(hook: HookName): Promise<void> {
    const failure = await this.#courier.test(hook);
    if (failure !== null) throw new ProblemError('hook-failing', { service: HOOK_TITLES[hook], reason: failure });
  }

  async states(): Promise<readonly HookState[]> {
    const settings = this.#settings;
    return Promise.all(
      HOOKS.map(async (hook) => ({
        hook,
        isOn: isOn(hook, settings),
        hasAddress: await this.#secrets(hook)
          .isKept()
          .catch(() => null),
        last: this.#kept(hook),
      })),
    );
  }

  /** What needs somebody. */
  problems(): readonly Problem[] {
    return this.failures().map(({ problem }) => problem);
  }

  /** Services that are on and were not told of the last sync, and a status file that could not be written. */
  failures(): readonly ProblemError[] {
    const settings = this.#settings;
    const services = HOOKS.filter((hook) => isOn(hook, settings)).flatMap((hook) => {
      const reason = this.#kept(hook)?.failure ?? null;
      return reason === null ? [] : [new ProblemError('hook-failing', { service: HOOK_TITLES[hook], reason })];
    });
    const path = this.#statusFile;
    const reason = path === null ? null : (this.#kept('status-file')?.failure ?? null);
    return path === null || reason === null
      ? services
      : [...services, new ProblemError('status-file-not-written', { path, reason })];
  }

  /** Writes the status file, if there is to be one: in the background, one after the other. Never throws. */
  writeStatusFile(read: () => Promise<StatusDocument>): void {
    const path = this.#statusFile;
    if (path !== null) this.#writing = this.#writing.then(() => this.#writeStatus(path, read));
  }

  async #writeStatus(path: string, read: () => Promise<StatusDocument>): Promise<void> {
    let failure: Explanation | null = null;
    try {
      const status = await read();
      if (this.#isClosed) return;
      await replaceFile(path, path.endsWith('.prom') ? prometheusText(status) : `${JSON.stringify(status, null, 2)}\n`);
    } catch (error) {
      failure = error instanceof ProblemError ? becauseOf(error.problem) : fileReason(error);
    }
    if (!this.#isClosed) this.#keep('status-file', failure);
  }

  /** Calls whenever something has become of a message. @returns what ends it */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for what is on its way, but not for long. */
  async close(): Promise<void> {
    const stop = new AbortController();
    const patience = sleep(PATIENCE_AT_END, undefined, { signal: stop.signal }).catch(() => undefined);
    await Promise.all([this.#courier.close(), Promise.race([this.#writing, patience])]);
    stop.abort();
    this.#isClosed = true;
  }

  get #settings(): Settings['hooks'] {
    return this.#home.settings.read().hooks;
  }

  get #statusFile(): string | null {
    const { statusFile } = this.#settings;
    return statusFile === null ? null : expandPath(statusFile, this.#home.paths);
  }

  #secrets(hook: HookName): Secrets {
    if (this.#secretsOf === null) throw new ProblemError('keychain-missing', { reason: because('no-usable-keychain') });
    return this.#secretsOf(hook);
  }

  /** @throws {NotDelivered} */
  async #destination(hook: HookName): Promise<Destination> {
    try {
      const text = await this.#secrets(hook).read();
      if (text === null) throw new NotDelivered(because('no-address-kept'));
      const address = readHookAddress(hook, text);
      this.#hide(text, address);
      return { address, way: await this.#home.wayTo(address.url.origin) };
    } catch (error) {
      if (error instanceof NotDelivered) throw error;
      const problem = toProblem(error);
      throw new NotDelivered(problem.code === 'key-unreadable' ? because('address-unreadable') : becauseOf(problem));
    }
  }

  #hide(text: string, address: Destination['address']): void {
    for (const secret of secretsIn(text, address)) this.#home.redactor.addSecret(secret);
  }

  #kept(what: HookName | 'status-file'): HookResult | null {
    const kept = this.#ledger.use((ledger) => ledger.recall(keyOf(what)));
    return kept === null || kept === '' ? null : (JSON.parse(kept) as HookResult);
  }

  #keep(what: HookName | 'status-file', failure: Explanation | null): void {
    const { log, now } = this.#home;
    if (failure !== null)
      log.warn(`${what === 'status-file' ? 'The status file' : HOOK_TITLES[what]}: ${tell(failure)}.`);
    const result: HookResult = { at: now(), failure };
    this.#remember(keyOf(what), JSON.stringify(result));
    for (const listener of this.#listeners) listener();
  }

  #remember(key: string, text: string): void {
    try {
      this.#ledger.use((ledger) => ledger.remember(key, text));
    } catch (error) {
      this.#home.log.warn(toProblem(error).sentence);
    }
  }

  #forget(hook: HookName): void {
    this.#ledger.use((ledger) => ledger.remember(keyOf(hook), ''));
    this.#forgetNotStarted([hook]);
  }
}

/** What a service was last told keeps a sync from starting. */
interface NotStartedTold {
  readonly code: Problem['code'];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Milliseconds: a sync a day that cannot start is reported each day. */
const TOLD_AGAIN_AFTER = 20 * 3_600_000;

const notStartedKey = (hook: HookName) => `told ${hook} not started`;
const keyOf = (what: HookName | 'status-file') => `told ${what}`;

/** Whoever reads it finds the old one or the new one, whole. Others may read it: a collector is often another user. */
async function replaceFile(path: string, text: string): Promise<void> {
  // A folder of others may hold a link by any name that can be foreseen.
  const aside = `${path}.${randomUUID()}`;
  try {
    await writeFile(aside, text, { flag: 'wx' });
    await chmod(aside, 0o644);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw error;
  }
}
