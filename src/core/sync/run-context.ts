/** What a run is given: the ledger, its settings, the ways to the server, to the tools and to those who are notified. */
import type { ImmichClient } from '../immich/client/client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Watched } from '../model/run-request.ts';
import type { Patience, PatienceRules } from '../patience.ts';
import type { ModelRange } from '../tools/sets/choose-set.ts';
import type { ServerState } from './preflight.ts';
import type { RunLog } from './run-log.ts';
import type { SyncSettings } from './settings.ts';

export interface RunContext extends Watched {
  readonly ledger: Ledger;
  readonly settings: SyncSettings;
  readonly log: RunLog;
  /** @param delays milliseconds before the second, third, … try of a call; the caller closes the client */
  readonly openClient: (delays: PatienceRules['delays']) => ImmichClient;
  /**
   * Finds the tools when they are first needed: a run that finds nothing new starts no other program.
   * @throws {ProblemError} tool-missing, tool-too-old, tool-unusable
   */
  readonly findTools: () => Promise<Tools>;
  /** Called as soon as it is known which user of which server this is, with the ledger's number for it. */
  readonly onTarget: (target: number, server: ServerState) => void;
  /** Called once the server was asked about what is in Photos. */
  readonly onChecked: (target: number) => void;
  /** What kept the server from being found at any of its addresses, to be thrown by the run; null when it was found, or has one alone. */
  readonly nowhere: unknown;
  /** What a failure of the first questions means where the server has two addresses. */
  readonly explainRefusal: (error: unknown) => unknown;
  /**
   * Called before anything is done for the user of the key.
   * @throws {ProblemError} key-of-another-user, addresses-differ
   */
  readonly recogniseUser: (server: ServerState) => void;
  /** The number that {@link onTarget} gave the last time; null for another server or user. A run that cannot reach the server still tells of it. */
  readonly lastTarget: () => number | null;
  /** Whether the server was ever asked about what is in Photos for this user. */
  readonly isChecked: (target: number | null) => boolean;
  /** The name of this computer, for the person to know it by. */
  readonly machine: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly patience: Patience;
}

export interface Tools {
  /** Absolute paths of the programs. */
  readonly osxphotos: string;
  readonly immichGo: string;
  /** Which models of Photos' databases this osxphotos was tested with besides those that are known anyway. */
  readonly models: readonly ModelRange[];
}
