/** Notifications: only when something needs the person, once for each problem. Nothing depends on them being shown. */
import { Notification } from 'electron';
import type { Snapshot } from '../../shared/contract.ts';
import { problemTitle } from '../../shared/status-text.ts';
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
  return { title: strings.notifications.failed, body: problemTitle(status.problem), about: status.problem.code };
}

export class Notifier {
  readonly #onClick: () => void;
  readonly #onTrouble: (text: string) => void;
  #told: string | null = null;

  constructor(options: { readonly onClick: () => void; readonly onTrouble: (text: string) => void }) {
    this.#onClick = options.onClick;
    this.#onTrouble = options.onTrouble;
  }

  /** @param isSeen whether the person looks at the popover right now. */
  update(snapshot: Pick<Snapshot, 'status'>, isSeen: boolean): void {
    // While it tries again nothing is known yet; the same failure after that is no news.
    if (snapshot.status.state === 'syncing') return;
    const notice = noticeFor(snapshot);
    const isNews = notice !== null && notice.about !== this.#told;
    this.#told = notice?.about ?? null;
    if (notice === null || !isNews || isSeen || !Notification.isSupported()) return;
    const notification = new Notification({ title: notice.title, body: notice.body });
    notification.on('click', this.#onClick);
    // An app that is not signed may not show any (macOS answers with an error).
    notification.on('failed', (_event, error) => this.#onTrouble(`A notification was not shown: ${error}`));
    notification.show();
  }
}
