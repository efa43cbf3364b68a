/** The assistant: server, key, access, tools, a preview of the first sync, start. Each step says itself whether it is done. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { SETUP_STEPS, type SettingsView, type SetupStep } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { succeeds, tell } from '../actions.ts';
import { Button, FailureBar } from '../components/controls.tsx';
import { Glyph } from '../components/marks.tsx';
import { loadSettings, settings } from '../settings/settings-state.ts';
import { place } from '../state.ts';
import { KeyStep } from './key-step.tsx';
import { LibraryStep } from './library-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ServerStep } from './server-step.tsx';
import type { StepProps } from './step.ts';
import { firstStep, forgetStep, furthestStep, rememberedStep, rememberStep, STEP_SYMBOLS } from './steps.ts';
import { ToolsStep } from './tools-step.tsx';

const texts = strings.setup;

export function SetupWindow() {
  useEffect(() => void loadSettings(), []);
  const view = settings.value;
  return view === null ? <main class="setup-frame" /> : <Assistant view={view} />;
}

function Assistant({ view }: { readonly view: SettingsView }) {
  const step = useSignal<SetupStep>(firstStep(place.value, rememberedStep(), furthestStep(view)));
  /** The furthest that was reached, as an index: up to there one may go back and forth. */
  const reached = useSignal(SETUP_STEPS.indexOf(step.value));
  const isDone = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const frame = useRef<HTMLElement>(null);
  const index = SETUP_STEPS.indexOf(step.value);

  const go = (next: SetupStep | undefined) => {
    if (next === undefined || next === step.value) return;
    isDone.value = false;
    step.value = next;
    reached.value = Math.max(reached.value, SETUP_STEPS.indexOf(next));
  };
  const setDone = (done: boolean) => {
    if (isDone.value === done) return;
    isDone.value = done;
    // Return continues from there.
    if (done) requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>('.setup-next')?.focus());
  };
  const start = async (): Promise<boolean> => {
    if (!(await succeeds('sync.start'))) return false;
    forgetStep();
    // The person is here now, and may not be when the first one is needed.
    tell('notifications.introduce');
    tell('window.close');
    return true;
  };

  // Main may ask for another step while the window is open.
  useEffect(() => go(SETUP_STEPS.find((candidate) => candidate === place.value)), [place.value]);
  // Its first field, or its heading, so that VoiceOver says where one is and the keyboard continues from there.
  useEffect(() => {
    rememberStep(step.value);
    const field = frame.current?.querySelector<HTMLElement>('.setup-body input');
    (field ?? heading.current)?.focus();
  }, [step.value]);

  const { title, detail } = texts[step.value];
  const isLast = step.value === 'preview';
  return (
    <main class="setup-frame" ref={frame}>
      <div class="drag" />
      <header class="setup-head">
        <span class="step-mark">
          <Glyph name={STEP_SYMBOLS[step.value]} />
        </span>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <p class="soft">
            {texts.stepOf({ step: index + 1, total: SETUP_STEPS.length })} · {detail}
          </p>
        </div>
      </header>
      <div class="setup-body" key={step.value}>
        <Step step={step.value} view={view} setDone={setDone} start={start} />
      </div>
      <FailureBar />
      <footer class="setup-foot">
        <StepNames step={step.value} reached={reached.value} go={go} />
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
        <button
          type="button"
          class="button primary large setup-next"
          disabled={!isDone.value}
          onClick={() => (isLast ? void start() : go(SETUP_STEPS[index + 1]))}
        >
          {isLast ? texts.preview.start : texts.continue}
        </button>
      </footer>
    </main>
  );
}

interface CurrentStepProps extends StepProps {
  readonly step: SetupStep;
  /** Starts the first sync; gives whether it has begun. */
  readonly start: () => Promise<boolean>;
}

function Step({ step, view, setDone, start }: CurrentStepProps) {
  switch (step) {
    case 'server':
      return <ServerStep view={view} setDone={setDone} />;
    case 'key':
      return <KeyStep view={view} setDone={setDone} />;
    case 'library':
      return <LibraryStep view={view} setDone={setDone} />;
    case 'tools':
      return <ToolsStep setDone={setDone} />;
    case 'preview':
      return <PreviewStep view={view} setDone={setDone} start={start} />;
  }
}

interface StepNamesProps {
  readonly step: SetupStep;
  readonly reached: number;
  readonly go: (step: SetupStep) => void;
}

/** All steps by name; those that were reached are a click away. */
function StepNames({ step: present, reached, go }: StepNamesProps) {
  return (
    <nav aria-label={texts.stepsLabel}>
      <ol class="step-names">
        {SETUP_STEPS.map((step, index) => (
          <li key={step}>
            <button
              type="button"
              class={step === present ? 'now' : index < reached ? 'done' : ''}
              aria-current={step === present ? 'step' : undefined}
              disabled={index > reached}
              onClick={() => go(step)}
            >
              {index < reached && step !== present && (
                <>
                  <Glyph name="tick" />
                  <span class="only-heard">{texts.stepDone}: </span>
                </>
              )}
              {texts.steps[step]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
