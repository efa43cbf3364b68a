/** The assistant: server and key, library, tools, a preview of the first sync, start. Each step says itself whether it is done. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { SETUP_STEPS, type SetupStep } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { succeeds, tell } from '../actions.ts';
import { Button, FailureBar } from '../components/controls.tsx';
import { StateMark } from '../components/marks.tsx';
import { loadSettings, settings } from '../settings/settings-state.ts';
import { place } from '../state.ts';
import { LibraryStep } from './library-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ServerStep } from './server-step.tsx';
import { ToolsStep } from './tools-step.tsx';

const texts = strings.setup;

export function SetupWindow() {
  useEffect(() => void loadSettings(), []);
  const step = SETUP_STEPS.find((candidate) => candidate === place.value) ?? 'server';
  const isDone = useSignal(false);
  const view = settings.value;
  const index = SETUP_STEPS.indexOf(step);
  const go = (next: SetupStep | undefined) => {
    if (next === undefined) return;
    isDone.value = false;
    place.value = next;
  };
  const setDone = (done: boolean) => {
    isDone.value = done;
  };
  const start = async () => {
    if (!(await succeeds('sync.start'))) return;
    // The person is here now, and may not be when the first one is needed.
    tell('notifications.introduce');
    tell('window.close');
  };
  const { title, detail } = texts[step];
  const button = step === 'preview' ? texts.preview.start : texts.continue;
  return (
    <main class="setup-frame">
      <div class="drag" />
      <header class="setup-head">
        <StateMark state="not-set-up" />
        <div>
          <h1>{title}</h1>
          <p class="soft">{detail}</p>
        </div>
      </header>
      <div class="setup-body" key={step}>
        {view !== null && step === 'server' && <ServerStep view={view} setDone={setDone} />}
        {view !== null && step === 'library' && <LibraryStep view={view} setDone={setDone} />}
        {step === 'tools' && <ToolsStep setDone={setDone} />}
        {step === 'preview' && <PreviewStep setDone={setDone} />}
      </div>
      <FailureBar />
      <footer class="setup-foot">
        <span class="step-dots" role="img" aria-label={texts.stepOf(index + 1, SETUP_STEPS.length)}>
          {SETUP_STEPS.map((candidate) => (
            <span key={candidate} class={candidate === step ? 'now' : ''} />
          ))}
        </span>
        <span class="grow" />
        {index === 0 ? (
          <Button size="large" onClick={() => tell('window.close')}>
            {texts.later}
          </Button>
        ) : (
          <Button size="large" onClick={() => go(SETUP_STEPS[index - 1])}>
            {texts.back}
          </Button>
        )}
        <Button
          size="large"
          kind="primary"
          disabled={!isDone.value}
          onClick={() => (step === 'preview' ? void start() : go(SETUP_STEPS[index + 1]))}
        >
          {button}
        </Button>
      </footer>
    </main>
  );
}
