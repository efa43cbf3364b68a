/**
 * Updates of the app: looked for once a day or when a person asks, downloaded quietly, installed when the app is restarted or quits. Nothing
 * begins while a sync or a command is in progress; what is being downloaded then is finished, as it touches nothing of the app that runs.
 */
import type { UpdateChannel } from '../model/choices.ts';
import { type Problem, ProblemError, toProblem } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { UpdatePhase, UpdateState } from '../model/updates.ts';
import type { Clock } from '../schedule/scheduler.ts';
import { type NextStep, nextStep } from './next-step.ts';

/** What an update comes from and is installed by. What they throw are {@link ProblemError}s. */
export interface UpdateSource {
  /** Asks for a version newer than this one. */
  check(channel: UpdateChannel): Promise<UpdateOffer>;
  /** Downloads what {@link check} has found last, verifies it and puts it ready: it is installed when the app ends. */
  download(): Promise<void>;
  /** Ends this app and starts the new one. Everything that the app holds has to be let go of before. */
  install(): void;
}

export type UpdateOffer =
  | { readonly kind: 'none' }
  | { readonly kind: 'newer'; readonly version: string }
  /** @property needed as a person knows it, `macOS 15` */
  | { readonly kind: 'needs-newer-system'; readonly version: string; readonly needed: string };

export interface UpdatesOptions {
  readonly version: string;
  /** Called when it is needed for the first time, and never where the app cannot be updated. */
  readonly openSource: () => Promise<UpdateSource>;
  /** Why this copy of the app cannot be updated where it is; null when it can. */
  readonly findRefusal: () => Promise<ProblemError | null>;
  /** Whether a sync or a command of this app is in progress, in this process or another one. */
  readonly isInUse: () => Promise<boolean>;
  /** Whether the Mac is on a phone's hotspot that is to be spared. */
  readonly isOnHotspot: () => Promise<boolean>;
  readonly settings: () => { readonly automatic: boolean; readonly channel: UpdateChannel };
  /** What is remembered of former starts. */
  readonly memory: {
    read(): { readonly checkedAt: number | null; readonly updatedFrom: string | null };
    write(change: { readonly checkedAt?: number; readonly updatedFrom?: null }): void;
  };
  readonly clock: Clock;
  readonly onChange: () => void;
  /** For the log. */
  readonly onTrouble: (text: string) => void;
}

const MINUTE = 60_000;
/** Milliseconds between two looks at whether something is to be done. */
const LOOK = 5 * MINUTE;
/** Milliseconds after a start or a wake-up before anything begins, and what is added at random. */
const SETTLE = 2 * MINUTE;
const SETTLE_JITTER = 8 * MINUTE;
/** Milliseconds after which what failed is tried again. */
const RETRY = 60 * MINUTE;
const RETRY_DOWNLOAD = 6 * 60 * MINUTE;

export class Updates {
  readonly #options: UpdatesOptions;
  #source: UpdateSource | null = null;
  #phase: UpdatePhase = 'idle';
  #newVersion: string | null = null;
  #refusal: ProblemError | null = null;
  #problem: Problem | null = null;
  #isWanted = false;
  #notBefore = 0;
  #luck: number;
  #cancelLook: (() => void) | null = null;
  #working: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#luck = options.clock.random();
  }

  state(): UpdateState {
    const { checkedAt, updatedFrom } = this.#options.memory.read();
    return {
      version: this.#options.version,
      phase: this.#phase,
      newVersion: this.#newVersion,
      checkedAt,
      refusal: this.#refusal?.problem ?? null,
      problem: this.#problem,
      updatedFrom,
    };
  }

  /** Begins to look. Nothing happens in the first minutes, in which the app has better things to do. */
  async start(): Promise<void> {
    this.#settle();
    await this.#judgePlace();
    this.#plan();
  }

  /** The Mac woke up: its network takes a moment, and its person comes first. */
  wake(): void {
    this.#settle();
  }

  /** A person asks for updates: resolves when the server has answered; what is found is downloaded behind that. */
  async check(): Promise<void> {
    if (this.#phase !== 'idle' && this.#phase !== 'found') return;
    await this.#inTurn(async () => {
      await this.#judgePlace();
      if (this.#refusal !== null) return;
      await this.#check(true);
      this.#isWanted = this.#phase === 'found';
    });
    if (this.#isWanted) void this.#look();
  }

  /** What is new has been seen, or need not be. */
  forgetNews(): void {
    this.#options.memory.write({ updatedFrom: null });
    this.#changed();
  }

  /**
   * Whether the update can be installed at this moment.
   * @throws {ProblemError} update-busy; update-failed when there is none
   */
  async beforeInstall(): Promise<void> {
    if (this.#phase !== 'ready')
      throw new ProblemError('update-failed', { version: null, reason: because('no-update-there') });
    if (await this.#options.isInUse()) throw new ProblemError('update-busy');
  }

  /** Ends this app and starts the new one; to be called when everything that the app holds was let go of. */
  install(): void {
    this.#source?.install();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelLook?.();
  }

  #settle(): void {
    const { clock } = this.#options;
    const delay = SETTLE + Math.floor(clock.random() * SETTLE_JITTER);
    this.#notBefore = Math.max(this.#notBefore, clock.now() + delay);
  }

  #plan(): void {
    if (this.#isClosed) return;
    this.#cancelLook?.();
    this.#cancelLook = this.#options.clock.after(LOOK, () => {
      this.#plan();
      void this.#look();
    });
  }

  /** Does what is to be done now: a check, and the download of what it finds. */
  #look(): Promise<void> {
    return this.#inTurn(async () => {
      while (!this.#isClosed && (await this.#act()) === 'check');
    });
  }

  async #act(): Promise<NextStep> {
    const { settings, memory, clock, isInUse, isOnHotspot } = this.#options;
    const now = clock.now();
    // Set while the clock was ahead.
    if (this.#notBefore > now + RETRY_DOWNLOAD) this.#notBefore = now;
    const facts = {
      now,
      phase: this.#phase,
      isAutomatic: settings().automatic,
      isWanted: this.#isWanted,
      checkedAt: memory.read().checkedAt,
      notBefore: this.#notBefore,
      luck: this.#luck,
    };
    // Looking for other processes, and at the network, costs more than all the rest.
    const step = nextStep({ ...facts, isInUse: false, isOnHotspot: false });
    if (step === 'nothing') return 'nothing';
    const busy = { isInUse: await isInUse(), isOnHotspot: await isOnHotspot() };
    if (nextStep({ ...facts, ...busy }) === 'nothing') return 'nothing';
    await this.#judgePlace();
    if (this.#refusal !== null) return 'nothing';
    if (step === 'check') await this.#check(false);
    else await this.#download();
    return step;
  }

  /** One thing after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.then(work).catch((error: unknown) => this.#options.onTrouble(String(error)));
    return this.#working;
  }

  async #check(isAsked: boolean): Promise<void> {
    const { openSource, settings, memory, clock } = this.#options;
    this.#enter('checking');
    try {
      this.#source ??= await openSource();
      const offer = await this.#source.check(settings().channel);
      memory.write({ checkedAt: clock.now() });
      this.#luck = clock.random();
      this.#problem = null;
      switch (offer.kind) {
        case 'newer':
          this.#enter('found', offer.version);
          return;
        case 'needs-newer-system':
          this.#problem = toProblem(
            new ProblemError('update-needs-newer-macos', { version: offer.version, needed: offer.needed }),
          );
          break;
        case 'none':
          break;
      }
    } catch (error) {
      this.#failed(error, RETRY, isAsked);
    }
    this.#enter('idle');
  }

  async #download(): Promise<void> {
    const version = this.#newVersion;
    this.#enter('downloading', version);
    try {
      await this.#source?.download();
      this.#problem = null;
      this.#enter('ready', version);
    } catch (error) {
      this.#failed(error, RETRY_DOWNLOAD, true);
      this.#enter('idle');
    }
    this.#isWanted = false;
  }

  /** A server that is not there is reported to whoever asks; a person need not know that the app tries again in an hour. */
  #failed(error: unknown, retryAfter: number, isTold: boolean): void {
    const problem = toProblem(error);
    this.#options.onTrouble(`${problem.title}. ${problem.sentence}`);
    this.#problem = isTold ? problem : null;
    this.#notBefore = this.#options.clock.now() + retryAfter;
  }

  async #judgePlace(): Promise<void> {
    this.#refusal = await this.#options.findRefusal();
    this.#changed();
  }

  #enter(phase: UpdatePhase, version: string | null = null): void {
    this.#phase = phase;
    this.#newVersion = version;
    this.#changed();
  }

  #changed(): void {
    if (!this.#isClosed) this.#options.onChange();
  }
}
