/** What a run knows and counts while it is in progress: its steps read it and write into it. */
import type { ImmichClient } from '../immich/client/client.ts';
import type { ServerVersion } from '../immich/client/http.ts';
import { type Capabilities, capabilitiesOf } from '../immich/permissions.ts';
import type { RunOptions } from '../model/run-request.ts';
import type { LibrarySession } from '../photos/library-session.ts';
import { removeFolder } from '../remove-folder.ts';
import type { Doubt } from './caution.ts';
import { Disks } from './disks.ts';
import { hasGoneBack, type Marker } from './history.ts';
import { LibraryGate } from './library-gate.ts';
import type { TakenEndings } from './name-on-server.ts';
import type { ServerState } from './preflight.ts';
import { ProblemList } from './problem-list.ts';
import { ProgressTracker } from './progress.ts';
import type { AlbumRules } from './reconcile/albums/context.ts';
import type { RunContext } from './run-context.ts';
import { makeRunFolder } from './run-folder.ts';
import { RunNotes } from './run-notes.ts';
import { RunTally } from './run-tally.ts';

export class RunState {
  readonly context: RunContext;
  readonly options: RunOptions;
  readonly client: ImmichClient;
  readonly progress: ProgressTracker;
  readonly gate: LibraryGate;
  readonly disks: Disks;
  readonly problems = new ProblemList();
  readonly tally = new RunTally();
  readonly notes: RunNotes;
  readonly isPreview: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Null before the server was reached. */
  reached: { readonly target: number; readonly server: ServerState } | null = null;
  /** What our note on the server says; nothing before it was looked for. */
  marker: Marker = { history: 'unknown', notes: [], others: [] };
  /** Files of which not every detail was seen on the server yet: the next run looks again. */
  unseen = 0;
  /** Reasons to leave alone what is on the server already, as they are found. */
  readonly doubts: Doubt[] = [];
  /** The library, from the inventory on until there is nothing (more) to export from it. */
  session: LibrarySession | null = null;
  #takenEndings: Promise<TakenEndings> | null = null;

  /** @param id of its row in the history; null for a preview */
  constructor(context: RunContext, options: RunOptions, id: number | null) {
    this.context = context;
    this.options = options;
    this.startedAt = context.now();
    this.isPreview = id === null;
    this.notes = new RunNotes(context.ledger, id);
    this.client = context.openClient(context.patience.call);
    this.progress = new ProgressTracker(context.onProgress);
    this.gate = new LibraryGate(context.ledger, context.settings);
    this.disks = new Disks(context.settings);
  }

  /** The ledger's number for user and server; only after the server was reached. */
  get target(): number {
    return this.#server.target;
  }

  /** Which kinds of files the server takes: asked once. */
  takenEndings(): Promise<TakenEndings> {
    this.#takenEndings ??= this.client.server.takenEndings();
    return this.#takenEndings;
  }

  get userId(): string {
    return this.#server.server.userId;
  }

  get version(): ServerVersion {
    return this.#server.server.number;
  }

  get capabilities(): Capabilities {
    return capabilitiesOf(this.#server.server.permissions);
  }

  /** True when what is missing on the server is put back, because it or the ledger has gone back in time. */
  get isMending(): boolean {
    return hasGoneBack(this.marker.history);
  }

  /**
   * False for a ledger that may not know (all of) what was made on the server: it is new, or has gone back in time, or the files with the note
   * are gone, and with them the word of other Macs.
   */
  get knowsItsOwn(): boolean {
    const { history } = this.marker;
    const isToldByNote = history === 'continuous' || history === 'server-went-back';
    return this.context.ledger.marker.own(this.target).written > 0 && isToldByNote;
  }

  get albumRules(): AlbumRules {
    const { albumSeparator, emptyDeletedAlbums, adoptAlbums, separateAlbums, details } = this.context.settings;
    return {
      separator: albumSeparator,
      emptyDeleted: emptyDeletedAlbums,
      adopt: adoptAlbums,
      separate: separateAlbums,
      leader: details.leader,
    };
  }

  /** Does the work with a private folder for its files. */
  async inFolder<Result>(name: number | 'plan', work: (folder: string) => Promise<Result>): Promise<Result> {
    const folder = await makeRunFolder(this.context.settings.folders.run, name);
    try {
      return await work(folder);
    } finally {
      await this.session?.dismiss();
      await removeFolder(folder);
    }
  }

  get #server() {
    if (this.reached === null) throw new Error('The server was not reached yet');
    return this.reached;
  }
}
