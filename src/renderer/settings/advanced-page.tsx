import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  type DoctorResult,
  LOG_LEVELS,
  type LogLevel,
  type ProblemView,
  type SettingsView,
} from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { actOn, ask, tell } from '../actions.ts';
import { Button, CopyButton, Dot, Group, Row, Select, TextField } from '../components/controls.tsx';
import { chooseFolder } from './library-page.tsx';
import { changeSetting, settingErrors } from './settings-state.ts';

const texts = strings.settings.advanced;
const GIGABYTE = 1_000_000_000;
const MEGABYTE = 1_000_000;

/** Bytes per second that can be chosen; null is no limit. */
const LIMITS = [null, 1, 2, 5, 10, 25, 50] as const;

export function AdvancedPage({ view }: { readonly view: SettingsView }) {
  const { values } = view;
  const limit = values['upload.bytesPerSecond'];
  const limits =
    limit === null || LIMITS.some((known) => known === limit / MEGABYTE) ? LIMITS : [...LIMITS, limit / MEGABYTE];
  return (
    <>
      <Group label={texts.storage}>
        <Row label={texts.staging} hint={texts.budgetHint}>
          <span class="grow path">{values['storage.stagingFolder'] ?? view.paths.staging}</span>
          <Button onClick={() => void chooseFolder('staging')}>{strings.settings.choose}</Button>
        </Row>
        <Row label={texts.budget} controlId="budget" error={settingErrors.value['storage.diskBudget']}>
          <TextField
            id="budget"
            type="number"
            width="short"
            min={1}
            value={String(values['storage.diskBudget'] / GIGABYTE)}
            onCommit={(value) =>
              void changeSetting({ name: 'storage.diskBudget', value: Math.round(Number(value) * GIGABYTE) })
            }
          />
          {texts.gigabytes}
        </Row>
      </Group>
      <Group label={texts.upload}>
        <Row label={texts.concurrency} controlId="concurrency" error={settingErrors.value['upload.concurrency']}>
          <TextField
            id="concurrency"
            type="number"
            width="short"
            min={1}
            max={20}
            value={String(values['upload.concurrency'])}
            onCommit={(value) => void changeSetting({ name: 'upload.concurrency', value: Number(value) })}
          />
        </Row>
        <Row label={texts.limit} controlId="limit">
          <Select
            id="limit"
            value={limit === null ? 'none' : String(limit / MEGABYTE)}
            options={limits.map((megabytes) => ({
              value: megabytes === null ? 'none' : String(megabytes),
              label: megabytes === null ? texts.unlimited : `${megabytes} MB/s`,
            }))}
            onChange={(value) =>
              void changeSetting({
                name: 'upload.bytesPerSecond',
                value: value === 'none' ? null : Number(value) * MEGABYTE,
              })
            }
          />
        </Row>
      </Group>
      <Group label={texts.log}>
        <Row label={texts.log} controlId="level">
          <Select<LogLevel>
            id="level"
            value={values['log.level']}
            options={LOG_LEVELS.map((level) => ({ value: level, label: texts.levels[level] }))}
            onChange={(value) => void changeSetting({ name: 'log.level', value })}
          />
          <span class="grow" />
          <Button onClick={() => tell('reveal', { what: 'log' })}>{texts.reveal}</Button>
        </Row>
      </Group>
      <Doctor />
    </>
  );
}

function Doctor() {
  const results = useSignal<readonly DoctorResult[] | null>(null);
  const isRunning = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  const run = async () => {
    isRunning.value = true;
    results.value = await ask('doctor.run');
    isRunning.value = false;
  };
  // The results are below the edge of the window.
  useEffect(() => {
    if (results.value !== null) list.current?.scrollIntoView({ block: 'end' });
  }, [results.value]);
  return (
    <>
      <div class="line">
        <span>
          <span>
            {texts.doctor}
            <span class="hint"> · {texts.doctorHint}</span>
          </span>
        </span>
        <Button onClick={() => void run()} disabled={isRunning.value}>
          {isRunning.value ? texts.doctorRunning : texts.doctorRun}
        </Button>
      </div>
      {results.value !== null && (
        <div class="group check-list" role="status" ref={list}>
          {results.value.map((result) => (
            <div class="group-row" key={result.check}>
              <Dot kind={result.state === 'good' ? 'good' : result.state === 'warning' ? 'warn' : 'bad'} />
              <div class="check-text">
                <div>{strings.checks[result.check]}</div>
                <div class="hint selectable">{result.problem?.sentence ?? result.sentence}</div>
              </div>
              {result.problem !== null && <FixButton problem={result.problem} commands={result.commands} />}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function FixButton({ problem, commands }: Pick<DoctorResult, 'commands'> & { readonly problem: ProblemView }) {
  if (problem.action === 'copy-details' && commands.length > 0)
    return (
      <CopyButton
        text={() => commands.join('\n')}
        label={commands.length === 1 ? texts.copyCommand : texts.copyCommands}
      />
    );
  return <Button onClick={() => actOn(problem)}>{strings.actions[problem.action]}</Button>;
}
