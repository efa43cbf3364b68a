/**
 * Notifications: when something needs the person, once for each problem, and taken away when it is over; by choice, of each sync. Nothing depends on them being
 * shown. macOS asks whether it may show them with the first one, and takes a question that nobody answers within a minute for a no: so the
 * first one is shown while the person is there ({@link Notifier.introduce}), not at night with the first failure.
 */
import type { Clock } from '../../core/schedule/scheduler.ts';
import type { NotificationState, NotifyChoice, Snapshot } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { type Ends, endNotice, noticeFor } from './notice.ts';

export interface NotificationEvents {
  readonly onShown: () => void;
  readonly onClick: () => void;
  /** The system has refused it: the app is not signed, or may not show any. */
  readonly onFailed: (reason: string) => void;
}

/** The system's notifications; see electron-notifications.ts. */
export interface NotificationCentre {
  readonly isSupported: () => boolean;
  /** @returns what takes it away again. For as long as that is held, a click is heard. */
  readonly show: (texts: { readonly title: string; readonly body: string }, events: NotificationEvents) => () => void;
}

export interface NotifierOptions {
  readonly centre: NotificationCentre;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly onClick: () => void;
  readonly onTrouble: (text: string) => void;
}

/** Milliseconds before one that the system has refused is tried again. */
const TRY_AGAIN_AFTER = 3_600_000;
/** Milliseconds that the first one is waited for. The person may still be reading macOS' question then. */
const ANSWER_WITHIN = 5_000;

export class Notifier {
  readonly #options: NotifierOptions;
  /** What the person has been told of. */
  #told: string | null = null;
  /** As it was at the last look. */
  #before: Ends | null = null;
  #takeAway: (() => void) | null = null;
  #notBefore = 0;
  #state: NotificationState;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#state = options.centre.isSupported() ? 'unknown' : 'unsupported';
  }

  /** What the last one came to. */
  get state(): NotificationState {
    return this.#state;
  }

  /** @param isSeen whether the person looks at the popover right now. */
  update(snapshot: Pick<Snapshot, 'status'> & Ends, isSeen: boolean, choice: NotifyChoice): void {
    // While it tries again nothing is known yet; the same failure after that is no news.
    if (snapshot.status.state === 'syncing') return;
    const ended = endNotice(this.#before, snapshot, choice);
    this.#before = snapshot;
    const notice = choice === 'never' ? null : noticeFor(snapshot);
    if (notice === null || isSeen) {
      if (this.#told !== null) this.#clear();
      this.#told = notice?.about ?? null;
      if (ended !== null && notice === null && !isSeen && this.#state !== 'unsupported') this.#show(ended);
      return;
    }
    if (notice.about === this.#told || this.#state === 'unsupported') return;
    if (this.#options.clock.now() < this.#notBefore) return;
    this.#told = notice.about;
    this.#show(notice);
  }

  /** Shows one that says what they are for, so that macOS asks its question now. Resolves when it is shown or refused, or with `unknown`. */
  introduce(): Promise<NotificationState> {
    if (this.#state === 'unsupported') return Promise.resolve(this.#state);
    return new Promise((resolve) => {
      const giveUp = this.#options.clock.after(ANSWER_WITHIN, () => resolve('unknown'));
      this.#show(strings.notifications.introduction, (state) => {
        giveUp();
        resolve(state);
      });
    });
  }

  #show(
    texts: { readonly title: string; readonly body: string },
    onState: (state: NotificationState) => void = () => {},
  ) {
    this.#clear();
    this.#takeAway = this.#options.centre.show(texts, {
      onClick: this.#options.onClick,
      onShown: () => {
        this.#state = 'shown';
        onState('shown');
      },
      onFailed: (reason) => {
        this.#state = 'failed';
        this.#told = null;
        this.#notBefore = this.#options.clock.now() + TRY_AGAIN_AFTER;
        this.#options.onTrouble(`A notification was not shown: ${reason}`);
        onState('failed');
      },
    });
  }

  #clear(): void {
    this.#takeAway?.();
    this.#takeAway = null;
  }
}
