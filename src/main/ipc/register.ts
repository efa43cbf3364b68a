/**
 * The one place where windows' calls come in. In this order: is the sender one of our own windows' main frame, is the request what the
 * contract says, then the handler; and its answer, or its failure, goes back as data.
 */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { toProblem } from '../../core/model/problem.ts';
import {
  CALL_NAMES,
  type CallName,
  type Calls,
  CHANNEL_PREFIX,
  type ProblemView,
  type Result,
} from '../../shared/contract.ts';
import { inUse, problemInUse } from '../../shared/told.ts';
import { PAGE_ORIGIN } from '../page-address.ts';
import { REQUEST_SCHEMAS } from './schemas.ts';

export type CallHandlers = {
  readonly [Name in CallName]: (
    request: Calls[Name]['request'],
    sender: WebContents,
  ) => Promise<Calls[Name]['response']> | Calls[Name]['response'];
};

export interface RegisterOptions {
  /** Of the calls that are to be answered from now on; each may be registered once. */
  readonly handlers: Partial<CallHandlers>;
  /** Whether this is a window that the shell made itself. */
  readonly isOwnWindow: (sender: WebContents) => boolean;
  /** Told about every refusal and every failure that has no words, for the log. The text holds no request. */
  readonly onTrouble: (text: string) => void;
}

export function registerCalls({ handlers, isOwnWindow, onTrouble }: RegisterOptions): void {
  const register = <Name extends CallName>(name: Name, handler: CallHandlers[Name]) => {
    ipcMain.handle(`${CHANNEL_PREFIX}${name}`, async (event, payload: unknown): Promise<Result<unknown>> => {
      if (!isTrusted(event, isOwnWindow)) {
        onTrouble(`A call ${name} from a page that is not ours was refused.`);
        return refuse('The call did not come from a window of Immich Sync');
      }
      const request = REQUEST_SCHEMAS[name].safeParse(payload);
      if (!request.success) {
        onTrouble(`A call ${name} with a malformed request was refused.`);
        return refuse(`The request of ${name} is malformed`);
      }
      try {
        return { ok: true, value: inUse(await handler(request.data, event.sender)) };
      } catch (error) {
        const problem = toProblem(error);
        if (problem.code === 'unexpected') onTrouble(`The call ${name} failed: ${problem.sentence}`);
        return { ok: false, problem: problemInUse(problem) };
      }
    });
  };
  const registerIfGiven = <Name extends CallName>(name: Name) => {
    const handler = handlers[name];
    if (handler !== undefined) register(name, handler as CallHandlers[Name]);
  };
  for (const name of CALL_NAMES) registerIfGiven(name);
}

function isTrusted(event: IpcMainInvokeEvent, isOwnWindow: (sender: WebContents) => boolean): boolean {
  const frame = event.senderFrame;
  // A frame that is gone, or that is inside a page, has nothing to ask. The origin is compared whole: a prefix would let others through.
  return frame !== null && frame.parent === null && frame.origin === PAGE_ORIGIN && isOwnWindow(event.sender);
}

function refuse(reason: string): { readonly ok: false; readonly problem: ProblemView } {
  return { ok: false, problem: toProblem(new Error(reason)) };
}
