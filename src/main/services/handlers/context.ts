/** What the calls of all windows are answered with. */
import type { Engine } from '../../../core/engine/engine.ts';
import type { Scheduler } from '../../../core/schedule/scheduler.ts';
import type { Vault } from '../../adapters/vault.ts';
import type { AppState } from '../app-state.ts';

export interface HandlerContext {
  readonly engine: Engine;
  readonly vault: Pick<Vault, 'view' | 'write' | 'remove'>;
  readonly state: AppState;
  readonly scheduler: Scheduler;
  /** Aborted when the app ends. */
  readonly closing: AbortSignal;
}

/** Syncs at once what a person has just decided; a sync in progress has its plan already: it is left to the next one. */
export async function syncUnlessRunning({ state, scheduler }: HandlerContext): Promise<void> {
  if (state.status?.running == null) await scheduler.runNow();
}
