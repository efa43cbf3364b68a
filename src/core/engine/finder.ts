/** Finding photos: “is this one safe?” From the ledger and its index of words alone; no tool is started and no server asked. */
import { setImmediate } from 'node:timers/promises';
import { type AssetCard, cardsOf, shownInImmich } from '../find/card.ts';
import { type FindQuery, readQuery } from '../find/query.ts';
import { isDamage } from '../ledger/database.ts';
import { type Hit, type Page, removeSearchIndex, SearchIndex } from '../ledger/search-index.ts';
import { currentTarget, isChecked } from './current-target.ts';
import type { Home } from './home.ts';
import type { LedgerAccess } from './ledger-access.ts';

export interface FindRequest {
  readonly typed: string;
  /** BCP 47: months are understood in it, too. */
  readonly language: string;
  readonly limit: number;
  /** `next` of the page before; null for the first page. */
  readonly after: number | null;
}

export interface Found {
  readonly total: number;
  /** The newest first. */
  readonly cards: readonly AssetCard[];
  /** Null when that was the last page. */
  readonly next: number | null;
}

export class Finder {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  #index: SearchIndex | null = null;
  #taking: Promise<boolean> | null = null;

  constructor(home: Home, ledger: LedgerAccess) {
    this.#home = home;
    this.#ledger = ledger;
  }

  /**
   * Takes in what has changed in Photos since, as the last inventory knows it; to be called before the first question and after a sync.
   * Gives way to everything else in between.
   * @returns whether there was anything
   * @throws {ProblemError} what is wrong with the ledger
   */
  refresh(): Promise<boolean> {
    this.#taking ??= this.#takeIn().finally(() => {
      this.#taking = null;
    });
    return this.#taking;
  }

  /** @throws {ProblemError} what is wrong with the ledger */
  find({ typed, language, limit, after }: FindRequest): Found {
    const query = readQuery(typed, language);
    if (query.uuid !== null) {
      const cards = this.cards([query.uuid]);
      return { total: cards.length, cards, next: null };
    }
    const { total, hits } = this.#search(query, { limit, after });
    return {
      total,
      cards: this.cards(hits.map(({ uuid }) => uuid)),
      next: hits.length < limit ? null : (hits.at(-1) as Hit).id,
    };
  }

  /** What is known of these; those that are not in Photos are not in it. @throws {ProblemError} what is wrong with the ledger */
  cards(uuids: readonly string[]): readonly AssetCard[] {
    return this.#ledger.use((ledger) => {
      const target = currentTarget(ledger, this.#home.serverUrls);
      return cardsOf(ledger, isChecked(ledger, target) ? target : null, this.#home.scope, uuids);
    });
  }

  /** The file of its original on this Mac, absolute; null when it is not here. @throws {ProblemError} what is wrong with the ledger */
  originalOf(uuid: string): string | null {
    return this.#ledger.use((ledger) => {
      const [asset] = ledger.assetsOf(null, { ...this.#home.scope, versions: 'originals' }, [uuid]);
      const original = asset?.parts.find(({ kind, available }) => kind === 'original' && available);
      return original?.path ?? null;
    });
  }

  /** The asset in Immich that shows it: its edit where it has one. Null when nothing of it is there. @throws {ProblemError} what is wrong with the ledger */
  remoteIdOf(uuid: string): string | null {
    const [card] = this.cards([uuid]);
    return card === undefined ? null : shownInImmich(card);
  }

  close(): void {
    this.#index?.close();
    this.#index = null;
  }

  async #takeIn(): Promise<boolean> {
    // Makes the ledger if there is none yet.
    this.#ledger.use(() => undefined);
    const takeIn = async () => {
      const taking = this.#open().takeIn(this.#home.paths.ledgerFile);
      for (;;) {
        const { done, value } = taking.next();
        if (done === true) return value > 0;
        await setImmediate();
      }
    };
    try {
      return await takeIn().catch((error: unknown) => {
        // SQLite does not say which of the two files is damaged. What comes again with a new index is the ledger's, which is replaced for it.
        if (!isDamage(error)) throw error;
        this.#discard();
        return takeIn();
      });
    } catch (error) {
      throw this.#ledger.explain(error);
    }
  }

  #search(query: FindQuery, page: Page): ReturnType<SearchIndex['find']> {
    try {
      return this.#open().find(query, page);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#discard();
      const taking = this.#open().takeIn(this.#home.paths.ledgerFile);
      while (taking.next().done !== true);
      return this.#open().find(query, page);
    }
  }

  #discard(): void {
    this.close();
    removeSearchIndex(this.#home.paths.searchFile);
  }

  #open(): SearchIndex {
    this.#index ??= new SearchIndex(this.#home.paths.searchFile);
    return this.#index;
  }
}
