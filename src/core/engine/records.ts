/** What is known, from the ledger: no tool is started, and no server asked where nothing else is said. */
import type { AlbumEntry } from '../ledger/album-ledger.ts';
import type { LedgerNames } from '../ledger/all-names.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FormerFile } from '../ledger/remote-ledger.ts';
import type { RunRow } from '../ledger/run-history.ts';
import type { ThrownAway } from '../ledger/trash-ledger.ts';
import type { CheckResult } from '../model/library-check.ts';
import {
  type AlbumPlace,
  type LackingItem,
  type LibraryMap,
  libraryMap,
  type PlaceName,
} from '../model/library-map.ts';
import { type Problem, toProblem } from '../model/problem.ts';
import type { RunAlbum, RunItem, RunItemKind } from '../model/run-item.ts';
import type { ScheduleBook } from '../schedule/schedule-book.ts';
import { lastCheck } from '../sync/check-result.ts';
import { type AdoptableAlbum, adoptableAlbums } from '../sync/reconcile/albums/adoptable.ts';
import { type RemainderEntry, remainderOf } from '../sync/remainder.ts';
import { LIBRARY_SEEN } from '../sync/take-inventory.ts';
import { currentTarget, doubtAboutUser, isChecked, type UserOfKey } from './current-target.ts';
import type { Home } from './home.ts';
import type { Hooks } from './hooks.ts';
import type { LedgerAccess } from './ledger-access.ts';
import { type Overview, type OverviewSources, readOverview } from './overview.ts';
import type { ServerAccess } from './server-access.ts';
import { type StatusDocument, statusDocument } from './status-document.ts';

export class Records {
  readonly #home: Home;
  readonly #ledger: LedgerAccess;
  readonly #server: ServerAccess;
  readonly #schedule: ScheduleBook;
  readonly #hooks: Pick<Hooks, 'problems'>;

  constructor(
    home: Home,
    ledger: LedgerAccess,
    server: ServerAccess,
    schedule: ScheduleBook,
    hooks: Pick<Hooks, 'problems'>,
  ) {
    this.#home = home;
    this.#ledger = ledger;
    this.#server = server;
    this.#schedule = schedule;
    this.#hooks = hooks;
  }

  /** @throws {ProblemError} settings-unreadable, ledger-unusable */
  async overview(): Promise<Overview> {
    try {
      return await readOverview(this.overviewSources());
    } catch (error) {
      throw this.#ledger.explain(error);
    }
  }

  /**
   * How things stand, in the form that is documented.
   * @param isPublic whether names of photos are left out
   * @throws {ProblemError} settings-unreadable, ledger-unusable
   */
  async status({ isPublic }: { readonly isPublic: boolean }): Promise<StatusDocument> {
    const overview = await this.overview();
    // A keychain that does not answer now is not one without a key.
    const hasKey = await this.#home.secrets.isKept().catch(() => true);
    const missing = [...(overview.server === null ? (['server'] as const) : []), ...(hasKey ? [] : (['key'] as const))];
    return statusDocument({ overview, missing, now: this.#home.now(), isPublic });
  }

  overviewSources(): OverviewSources {
    const { paths, settings, canFetch, now } = this.#home;
    const schedule = this.#schedule;
    const hookProblems = () => this.#hooks.problems();
    return {
      settings: settings.read(),
      paths,
      ledger: this.#ledger.open(),
      schedule,
      canFetch,
      hookProblems,
      now: now(),
    };
  }

  /** False before the server of the settings was asked about anything for the user of the key. */
  isChecked(): boolean {
    return this.#ledger.use((ledger) => isChecked(ledger, currentTarget(ledger, this.#home.serverUrls)));
  }

  /**
   * What a sync would find wrong with the user of a key: another one than before. Null for nothing.
   * @param server the address at which the key was looked at
   */
  problemWith(user: UserOfKey, server: string): Problem | null {
    const doubt = this.#ledger.use((ledger) =>
      doubtAboutUser(ledger, user, { server, servers: this.#home.serverUrls }),
    );
    return doubt === null ? null : toProblem(doubt);
  }

  /** How much of each month, kind and year is in Immich; empty before the server of the settings was asked. */
  map(): LibraryMap {
    return libraryMap(this.#ofChecked([], (ledger, target) => ledger.coverageByMonth(target, this.#home.scope)));
  }

  /** The same of each album, by folder and title. */
  albumPlaces(): readonly AlbumPlace[] {
    return this.#ofChecked([], (ledger, target) => ledger.coverageByAlbum(target, this.#home.scope));
  }

  /** What a place of the map lacks, by time; where it is more than `limit`, any of it. */
  lackingIn(place: PlaceName, limit: number): readonly LackingItem[] {
    return this.#ofChecked([], (ledger, target) => ledger.lackingIn(target, this.#home.scope, place, limit));
  }

  /** What the last check of everything came to; null before the first one. */
  lastCheck(): CheckResult | null {
    return this.#ofChecked(null, lastCheck);
  }

  #ofChecked<Value>(otherwise: Value, read: (ledger: Ledger, target: number) => Value): Value {
    return this.#ledger.useTarget(otherwise, (ledger, target) =>
      isChecked(ledger, target) ? read(ledger, target) : otherwise,
    );
  }

  /** The newest runs first. */
  history(limit: number): readonly RunRow[] {
    return this.#ledger.use(({ history }) => history.runs(limit));
  }

  /** How many items of each kind a run has by name, and what became of albums. */
  runContents(run: number): {
    readonly counts: ReadonlyMap<RunItemKind, number>;
    readonly albums: readonly RunAlbum[];
  } {
    return this.#ledger.use(({ runItems }) => ({ counts: runItems.counts(run), albums: runItems.albums(run) }));
  }

  /** The first items of a run, or the last ones, the last first. */
  runItems(run: number, kinds: readonly RunItemKind[], limit: number, isNewestFirst: boolean): readonly RunItem[] {
    return this.#ledger.use(({ runItems }) => runItems.items(run, kinds, limit, isNewestFirst));
  }

  /** What is in Photos and not wholly in Immich, with the reason for each. */
  remainder(): readonly RemainderEntry[] {
    return this.#ledger.useTarget([], (ledger, target) => [...remainderOf(ledger, target, this.#home.scope)]);
  }

  /** What is in Photos and was thrown away in Immich, as the last look at the server found it. */
  thrownAway(): readonly ThrownAway[] {
    return this.#ledger.useTarget([], ({ trash }, target) => trash.thrownAway(target, this.#home.scope));
  }

  /** Edits on the server that Photos has replaced or undone since, the newest first: nothing is deleted, a person may look through them. */
  formerEdits(): readonly FormerFile[] {
    return this.#ledger.useTarget([], ({ remote }, target) => remote.formerFiles(target));
  }

  /** The albums of Photos as of the last inventory, for choosing; by folders and title. */
  albums(): readonly AlbumEntry[] {
    return this.#ledger.use(({ albums }) => albums.list());
  }

  /**
   * Albums that a person made in Immich and that could be taken for those of the same name in Photos. Asks the server.
   * @throws {ProblemError} not-set-up, keychain-unavailable, and what keeps the server from being asked
   */
  async adoptableAlbums(signal: AbortSignal): Promise<readonly AdoptableAlbum[]> {
    const settings = await this.#server.settings(signal);
    const [{ id }, owned] = await this.#server.ask(settings, signal, async ({ account, albums }) => [
      await account.user(),
      await albums.owned(),
    ]);
    return this.#ledger.use((ledger) => {
      const target = ledger.target(id, settings.server.url);
      const { albums } = ledger;
      const separator = settings.albumSeparator;
      return adoptableAlbums(albums.list(), albums.linkedAlbums(target), owned, albums.managedIds(target), separator);
    });
  }

  /** Every name that is known: what a log may hold of a person's library. */
  names(): LedgerNames {
    return this.#ledger.use((ledger) => ledger.names());
  }

  /** Which Photos wrote the library, as the last inventory found it; null before the first. */
  librarySeen(): string | null {
    return this.#ledger.use((ledger) => ledger.recall(LIBRARY_SEEN));
  }

  /**
   * Reads all of the ledger, as {@link status} does a part of it.
   * @returns when its newest backup was made, milliseconds since 1970; null when there is none yet
   * @throws {ProblemError} what is wrong with it
   */
  checkLedger(): Promise<number | null> {
    return this.#ledger.check();
  }
}
