/** Commands for what works beside a sync, and for the settings. */
import type { Command } from 'commander';
import { ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import { TOOLS, type ToolName } from '../../../core/model/tools.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { type AgentVerb, agent } from '../commands/agent.ts';
import { configApply, configGet, configImport, configSet } from '../commands/config.ts';
import { hookName, listHooks, removeHook, setHook, testHooks } from '../commands/hooks.ts';
import { updateTools } from '../commands/tool-updates.ts';
import { chooseTool, installTools, listTools } from '../commands/tools.ts';
import type { Run } from './group.ts';

export function defineSurroundings(program: Command, run: Run): void {
  const { help } = commandStrings;
  const agentCommand = program.command('agent').description(help.agent.about);
  const agentVerb = (verb: AgentVerb, description: string) =>
    agentCommand
      .command(verb)
      .description(description)
      .action((_options, command) => run(command, (context) => agent(context, verb)));
  agentVerb('install', help.agent.install);
  agentVerb('remove', help.agent.remove);
  agentVerb('status', help.agent.status);

  const hooks = program.command('hooks').description(help.hooks.about);
  hooks
    .command('list', { isDefault: true })
    .description(help.hooks.list)
    .action((_options, command) => run(command, listHooks));
  hooks
    .command('set <service>')
    .description(help.hooks.set)
    .action((name, _options, command) => run(command, (context) => setHook(context, hookName(name))));
  hooks
    .command('remove <service>')
    .description(help.hooks.remove)
    .action((name, _options, command) => run(command, (context) => removeHook(context, hookName(name))));
  hooks
    .command('test [service...]')
    .description(help.hooks.test)
    .action((names: string[], _options, command) => run(command, (context) => testHooks(context, names.map(hookName))));

  const tools = program.command('tools').description(help.tools.about);
  tools
    .command('list', { isDefault: true })
    .description(help.tools.list)
    .action((_options, command) => run(command, listTools));
  tools
    .command('install [tool...]')
    .description(help.tools.install)
    .action((names: string[], _options, command) =>
      run(command, (context) => installTools(context, names.map(toolName))),
    );
  tools
    .command('use <tool> <path>')
    .description(help.tools.use)
    .action((name, path, _options, command) => run(command, (context) => chooseTool(context, toolName(name), path)));
  tools
    .command('update')
    .description(help.tools.update)
    .action((_options, command) => run(command, updateTools));
}

export function defineConfig(program: Command, run: Run): void {
  const { help } = commandStrings;
  const config = program.command('config').description(help.config.about);
  config
    .command('get [name]')
    .description(help.config.get)
    .action((name, _options, command) => run(command, (context) => configGet(context, name)));
  config
    .command('set <name> <value>')
    .description(help.config.set)
    .action((name, value, _options, command) => run(command, (context) => configSet(context, name, value)));
  config
    .command('apply <file>')
    .description(help.config.apply)
    .action((file, _options, command) => run(command, (context) => configApply(context, file)));
  config
    .command('import [file]')
    .description(help.config.import)
    .action((file, _options, command) => run(command, (context) => configImport(context, file)));
}

/** @throws {ProblemError} usage */
function toolName(text: string): ToolName {
  const tool = TOOLS.find((each) => each === text);
  if (tool === undefined) throw new ProblemError('usage', { reason: because('tool-unknown', { of: TOOLS }) });
  return tool;
}
