/** Notifications: only when something needs the person, once for each problem. Nothing depends on them being shown. */
import { Notification } from 'electron';
import type { Snapshot } from '../../shared/contract.ts';
import { noticeFor } from './notice.ts';

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
