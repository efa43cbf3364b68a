/** What a person decides; the next sync acts on it. */
import type { RemainderChoice } from '../model/decisions.ts';
import type { ServerState } from '../sync/preflight.ts';
import { decideRemainder, findItems, type RemainderEntry, remainderOf } from '../sync/remainder.ts';
import { unsettle } from '../sync/settled.ts';
import { confirmShrinkage } from '../sync/shrinkage.ts';
import { decideTrash, type TrashOutcome, type TrashRequest } from '../sync/trash.ts';
import { recogniseUser, rememberTarget } from './current-target.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';
import type { RunSession } from './run-session.ts';
import type { ServerAccess } from './server-access.ts';

const CHOSEN: Readonly<Record<RemainderChoice, string>> = {
  'try-again': 'The next sync tries again:',
  'leave-out': 'Left out, as chosen:',
  'bring-back': 'No longer left out:',
};

export interface RemainderOutcome {
  /** How many items something was decided about. */
  readonly count: number;
  /** Those that were named and stay as they are. */
  readonly unchanged: readonly RemainderEntry[];
}

export class Decisions {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #server: ServerAccess;
  readonly #runs: RunSession;

  constructor(home: Home, ledger: LedgerAccess, server: ServerAccess, runs: RunSession) {
    this.#home = home;
    this.#ledger = ledger;
    this.#server = server;
    this.#runs = runs;
  }

  /**
   * Continues with the user of the present key, whoever it was before.
   * @throws {ProblemError} as `checkServer`; not-set-up, keychain-unavailable
   */
  async acceptUser(signal?: AbortSignal): Promise<{ readonly email: string }> {
    const { server, apiKey } = await this.#server.settings(signal);
    const state = await this.#server.test(server.url, apiKey, signal);
    this.#ledger.use((ledger) => {
      rememberTarget(ledger, ledger.target(state.userId, server.url), state, server.url);
      unsettle(ledger);
    });
    this.#ledger.backUp();
    this.#home.log.info(`As you chose, photos are uploaded to ${state.email} at ${server.url} from now on.`);
    return { email: state.email };
  }

  /**
   * Says at once, when a key has been saved, whether it is another user's.
   * @param server the address at which it was looked at
   * @throws {ProblemError} key-of-another-user, addresses-differ
   */
  recogniseUser(user: ServerState, server: string): void {
    const servers = this.#home.serverUrls;
    this.#ledger.use((ledger) => recogniseUser(ledger, user, { server, servers }));
  }

  /**
   * About items of the remainder.
   * @param items UUIDs or file names; null for all that the choice can be about.
   * @throws {ProblemError} item-unknown
   */
  remainder({
    choice,
    items,
  }: {
    readonly choice: RemainderChoice;
    readonly items: readonly string[] | null;
  }): RemainderOutcome {
    const { scope, log, now } = this.#home;
    const all = this.#ledger.useTarget<readonly RemainderEntry[]>([], (ledger, target) => [
      ...remainderOf(ledger, target, scope),
    ]);
    const uuids = items === null ? null : findItems(all, items);
    const decided = this.#ledger.useTarget<readonly string[]>([], (ledger, target) => {
      const about = decideRemainder(ledger, { target, scope, now: now() }, { choice, uuids });
      unsettle(ledger);
      return about;
    });
    const count = decided.length;
    const isUnchanged = ({ uuid }: RemainderEntry) => uuids?.includes(uuid) === true && !decided.includes(uuid);
    if (count > 0) log.info(`${CHOSEN[choice]} ${count} items.`);
    this.#ledger.backUp();
    return { count, unchanged: all.filter(isUnchanged) };
  }

  /**
   * The library is right although much is gone from it.
   * @returns how many items are gone; null when no sync asked
   */
  confirmLibrary(): number | null {
    const lost = this.#ledger.use(confirmShrinkage);
    this.#ledger.backUp();
    if (lost !== null) this.#home.log.info(`The library is right without ${lost} items, a person says.`);
    return lost;
  }

  /**
   * Restores what was thrown away in Immich, or leaves it out for good.
   * @throws {ProblemError} restore-forbidden when the key may not restore; what keeps a sync from starting.
   */
  async trash(request: TrashRequest & { readonly signal: AbortSignal }): Promise<TrashOutcome> {
    const settings = await this.#server.settings(request.signal);
    return this.#runs.during('trash', request, ({ signal }) =>
      this.#server.ask(settings, signal, async (client) => {
        const ledger = this.#ledger.open();
        const user = await client.account.user();
        const server = settings.server.url;
        recogniseUser(ledger, { userId: user.id, email: user.email }, { server, servers: this.#home.serverUrls });
        const target = ledger.target(user.id, server);
        rememberTarget(ledger, target, user, server);
        unsettle(ledger);
        const { scope } = settings;
        return decideTrash({ ledger, client, target, scope, history: 'unknown', now: this.#home.now }, request);
      }),
    );
  }
}
