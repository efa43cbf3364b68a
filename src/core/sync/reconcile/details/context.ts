/** What it takes to bring details over. */
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { Capabilities } from '../../../immich/permissions.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { Scope } from '../../../model/scope.ts';
import type { Wait } from '../../../patience.ts';
import type { Caution } from '../../caution.ts';
import type { History } from '../../history.ts';
import type { RunNotes } from '../../run-notes.ts';
import type { DetailRules } from './rule.ts';

export interface DetailContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly scope: Scope;
  readonly rules: DetailRules;
  readonly capabilities: Pick<Capabilities, 'tag'>;
  readonly caution: Caution;
  readonly history: History;
  readonly notes: RunNotes;
  /** When this run began, milliseconds since 1970: what was uploaded since then nobody else is likely to have changed. */
  readonly since: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: Wait;
  /** Milliseconds in which a server is likely to have worked in what was set on a file. */
  readonly settling: number;
  readonly signal: AbortSignal;
}
