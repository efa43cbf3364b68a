/** What leads to this app from elsewhere (the agent's job, the login item) still does so after an update or a move. */
import { type AgentOptions, repairAgent } from '../../core/agent/agent.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { toProblem } from '../../core/model/problem.ts';
import type { UpdateMemory } from '../../core/updates/update-memory.ts';
import type { LoginItem } from '../adapters/login-item.ts';

export interface KeepPlacesOptions extends Pick<AgentOptions, 'launchControl' | 'program'> {
  readonly engine: Pick<Engine, 'paths' | 'settings' | 'log'>;
  readonly memory: Pick<UpdateMemory, 'read' | 'write'>;
  readonly login: Pick<LoginItem, 'keep'>;
}

/** Never throws: the app starts in any case. */
export async function keepPlaces({ engine, memory, login, ...agent }: KeepPlacesOptions): Promise<void> {
  const { opensAtLogin } = memory.read();
  const isOn = ['enabled', 'requires-approval'].includes(login.keep(opensAtLogin));
  if (isOn !== opensAtLogin) memory.write({ opensAtLogin: isOn });
  try {
    if (await repairAgent({ engine, ...agent })) engine.log.info('The agent was given the new place of Immich Sync.');
  } catch (error) {
    engine.log.warn(`The agent could not be given the new place of Immich Sync. ${toProblem(error).sentence}`);
  }
}
