/**
 * Files that no key can reach, because a person has locked them away: the server lets them into no album. They are remembered, so that later
 * runs look before they try again.
 */
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { AlbumMember } from '../../../ledger/album-ledger.ts';
import type { Ledger } from '../../../ledger/ledger.ts';

/** Remembered: remote ids. */
const OUT_OF_REACH = 'files-out-of-reach';

export class OutOfReach {
  readonly #ledger: Pick<Ledger, 'recall' | 'remember'>;
  readonly #client: Pick<ImmichClient, 'assets'>;
  readonly #ids: Set<string>;

  constructor({ ledger, client }: { readonly ledger: Ledger; readonly client: ImmichClient }) {
    this.#ledger = ledger;
    this.#client = client;
    this.#ids = new Set(JSON.parse(ledger.recall(OUT_OF_REACH) ?? '[]') as string[]);
  }

  /** Leaves out what still is out of reach; only what was so before is asked about. */
  async leaveOut(members: readonly AlbumMember[]): Promise<readonly AlbumMember[]> {
    const known = members.filter(({ remoteId }) => this.#ids.has(remoteId));
    if (known.length === 0) return members;
    const away = await this.#look(known);
    return members.filter((member) => !away.includes(member));
  }

  /** @param members that the server has refused @returns how many of them it could have taken */
  async countRefused(members: readonly AlbumMember[]): Promise<number> {
    return members.length - (await this.#look(members)).length;
  }

  /** @returns those that are out of reach */
  async #look(members: readonly AlbumMember[]): Promise<readonly AlbumMember[]> {
    const before = this.#ids.size;
    const away: AlbumMember[] = [];
    let isOther = false;
    for (const member of members) {
      const isAway = (await this.#client.assets.details(member.remoteId)) === null;
      if (isAway) {
        away.push(member);
        this.#ids.add(member.remoteId);
      } else isOther = this.#ids.delete(member.remoteId) || isOther;
    }
    if (isOther || this.#ids.size !== before) this.#ledger.remember(OUT_OF_REACH, JSON.stringify([...this.#ids]));
    return away;
  }
}
