/** The tools: which are used, where they came from, how well they were tested, and what else could be used. */
import { useSignal } from '@preact/signals';
import type { FoundTool, ProblemView, ToolCheck, ToolName, ToolSetUpView } from '../../shared/contract.ts';
import { VERDICT_WEIGHT } from '../../shared/contract.ts';
import { formatBytesOf, formatLabelled } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { snapshot } from '../state.ts';
import { Button, Dot, LearnMore } from './controls.tsx';

const texts = strings.tools;

const DOTS = { good: 'good', caution: 'warn', bad: 'bad' } as const;

interface ToolListProps {
  readonly tools: readonly ToolCheck[];
  readonly onChange: (tools: readonly ToolCheck[]) => void;
}

export function ToolList({ tools, onChange }: ToolListProps) {
  const running = snapshot.value?.settingUpTools ?? null;
  const take = (next: readonly ToolCheck[] | null) => {
    if (next !== null) onChange(next);
  };
  const failure = useSignal<ProblemView | null>(null);
  const install = async (names: readonly ToolName[]) => {
    failure.value = null;
    const result = await bridge.call('tools.install', { names });
    if (result.ok) take(result.value);
    else failure.value = result.problem;
  };
  const use = async (name: ToolName, path: string) => take(await ask('tools.use', { name, path }));
  const missing = tools.filter(({ inUse }) => inUse === null).map(({ name }) => name);
  return (
    <div class="group check-list tool-list">
      {tools.map((tool) => (
        <ToolRow
          key={tool.name}
          tool={tool}
          running={running}
          install={() => void install([tool.name])}
          use={(path) => void use(tool.name, path)}
        />
      ))}
      {running !== null && <SettingUp running={running} />}
      {running === null && (missing.length > 0 || failure.value !== null) && (
        <div class="group-row tool-set-up">
          {failure.value === null ? (
            <span class="hint grow">{texts.setUpHint}</span>
          ) : (
            <Failure problem={failure.value} />
          )}
          {missing.length > 0 && (
            <Button kind="primary" onClick={() => void install(missing)}>
              {missing.length > 1 ? texts.setUpBoth : texts.setUpOne({ tool: missing[0] ?? '' })}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Beside the button that tries again. */
function Failure({ problem }: { readonly problem: ProblemView }) {
  return (
    <div class="grow" role="alert">
      <div class="error-text">{problem.sentence}</div>
      <div class="hint">
        {problem.advice} <LearnMore problem={problem} />
      </div>
    </div>
  );
}

interface ToolRowProps {
  readonly tool: ToolCheck;
  readonly running: ToolSetUpView | null;
  readonly install: () => void;
  readonly use: (path: string) => void;
}

function ToolRow({ tool, running, install, use }: ToolRowProps) {
  const { name, inUse, others, offered } = tool;
  const place = placeIn(running, name);
  return (
    <div class="group-row">
      <Dot
        kind={inUse !== null ? DOTS[VERDICT_WEIGHT[inUse.verdict]] : place === null ? dotOfMissing(tool) : 'hollow'}
      />
      <div class="check-text">
        <div>
          {name}
          <span class="soft"> · {place ?? (inUse === null ? stateOfMissing(tool) : describe(inUse))}</span>
        </div>
        <div class="hint">
          {place === null && inUse === null ? (why(tool) ?? texts.purposes[name]) : texts.purposes[name]}
        </div>
        {inUse !== null && inUse.by !== 'private' && (
          <div class="hint path" title={inUse.path}>
            {inUse.path}
          </div>
        )}
        {others.length > 0 && running === null && <Others name={name} others={others} use={use} />}
      </div>
      {inUse !== null && offered !== null && running === null && (
        <Button onClick={install} label={texts.installLabel({ tool: name, version: offered })}>
          {texts.install({ version: offered })}
        </Button>
      )}
    </div>
  );
}

interface OthersProps {
  readonly name: ToolName;
  readonly others: readonly FoundTool[];
  readonly use: (path: string) => void;
}

function Others({ name, others, use }: OthersProps) {
  return (
    <ul class="tool-others" aria-label={texts.otherwise}>
      {others.map((other) => (
        <li key={other.path}>
          <Dot kind={DOTS[VERDICT_WEIGHT[other.verdict]]} />
          <div class="check-text">
            <span class="soft">{describe(other)}</span>
            <div class="hint path" title={other.path}>
              {other.reason === null ? other.path : formatLabelled(other.path, other.reason)}
            </div>
          </div>
          {/* One that others could change may be trusted all the same; whether it starts is seen then. */}
          {other.verdict !== 'too-old' && (
            <Button
              onClick={() => use(other.path)}
              label={texts.useLabel({ tool: name, version: other.version ?? '' })}
            >
              {texts.use}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function SettingUp({ running }: { readonly running: ToolSetUpView }) {
  const { tool, activity, bytes, fraction } = running;
  const isCancelling = useSignal(false);
  const cancel = async () => {
    isCancelling.value = true;
    await ask('tools.cancel');
    isCancelling.value = false;
  };
  const percent = Math.round(fraction * 1000) / 10;
  return (
    <div class="group-row tool-set-up">
      <div class="grow tool-progress">
        <div
          class="bar"
          role="progressbar"
          aria-label={texts.progress}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(percent)}
        >
          <span style={{ width: `${percent}%` }} />
        </div>
        <div class="between soft numbers">
          <span role="status">{activity === null ? texts.preparing : texts.activities[activity]({ tool })}</span>
          <span>{bytes === null ? '' : formatBytesOf(bytes.done, bytes.total)}</span>
        </div>
      </div>
      <Button onClick={() => void cancel()} disabled={isCancelling.value}>
        {isCancelling.value ? texts.cancelling : texts.cancel}
      </Button>
    </div>
  );
}

/** What a tool waits for while tools are set up; null for one that is not among them, or was set up already. */
function placeIn(running: ToolSetUpView | null, name: ToolName): string | null {
  if (running === null) return null;
  const [own, current] = [running.tools.indexOf(name), running.tools.indexOf(running.tool)];
  if (own < current) return null;
  return own === current ? texts.installing : texts.next;
}

function describe({ version, verdict, by }: FoundTool): string {
  return [...(version === null ? [] : [version]), texts.verdicts[verdict], texts.foundBy[by]].join(' · ');
}

/** That a tool is not there yet is no fault; that one is there and cannot be used is. */
function dotOfMissing({ problem }: ToolCheck): 'hollow' | 'bad' {
  return problem?.code === 'tool-missing' ? 'hollow' : 'bad';
}

function stateOfMissing(tool: ToolCheck): string {
  const [first] = tool.others;
  return first === undefined ? texts.missing : texts.verdicts[first.verdict];
}

function why({ problem }: ToolCheck): string | null {
  return problem === null || problem.code === 'tool-missing' ? null : problem.sentence;
}
