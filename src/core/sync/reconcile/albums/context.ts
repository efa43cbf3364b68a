/** What it takes to bring albums up to date. */

import type { ImmichClient } from '../../../immich/client/client.ts';
import type { Capabilities } from '../../../immich/permissions.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { Leader } from '../../../model/choices.ts';
import type { AlbumCounts, DetailConflict } from '../../../model/run-report.ts';
import type { Scope } from '../../../model/scope.ts';
import type { Caution } from '../../caution.ts';
import type { RunNotes } from '../../run-notes.ts';

/** How albums are kept, as the person chose. */
export interface AlbumRules {
  /** Between the folders and the title in the album's name. */
  readonly separator: string;
  /** Whether an album that is deleted in Photos gives back what we had put into it; the album itself stays in any case. */
  readonly emptyDeleted: boolean;
  /** Names of albums in Immich that may be taken for those of the same name in Photos. */
  readonly adopt: readonly string[];
  /** Names of albums of Photos that get an album of their own, though Immich has one of that name with some of their pictures. */
  readonly separate: readonly string[];
  /** Whose name counts where an album was renamed on both sides. */
  readonly leader: Leader;
}

export interface AlbumRecognition {
  /** Remote ids that our note on the server names, by the identity of an album in Photos. */
  readonly named: Readonly<Record<string, string>>;
  /** Whether one of the same name with the same pictures in it is ours, too: for a ledger that may not know (all of) its own. */
  readonly byContents: boolean;
}

export interface AlbumContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly rules: AlbumRules;
  readonly capabilities: Pick<Capabilities, 'renameAlbums' | 'emptyAlbums'>;
  /** True when hidden assets go to the locked folder: the server takes them out of all albums and lets none in. */
  readonly locksHidden: boolean;
  readonly caution: Caution;
  readonly notes: RunNotes;
  /** What albums of ours are recognised by that this ledger does not know. */
  readonly recognition: AlbumRecognition;
  readonly onProgress: (done: number, total: number) => void;
}

export type Counts = { -readonly [Name in keyof AlbumCounts]: AlbumCounts[Name] };

export interface Tally {
  readonly counts: Counts;
  readonly conflicts: DetailConflict[];
  /** Names of albums of which a person has to say whether one in Immich is theirs. */
  readonly ambiguous: string[];
}
