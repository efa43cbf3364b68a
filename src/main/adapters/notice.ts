/** What a person is notified of: only what needs them. Pure. */
import type { Snapshot } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** What it is about; the same one is not told twice. */
  readonly about: string;
}

/** What is to be told about a state, or null. Pure. */
export function noticeFor(snapshot: Pick<Snapshot, 'status'>): Notice | null {
  const { status } = snapshot;
  if (status.state !== 'error') return null;
  return { title: strings.notifications.failed, body: status.problem.title, about: status.problem.code };
}
