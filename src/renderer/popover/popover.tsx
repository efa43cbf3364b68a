/** The popover: the state in one sentence, what is in progress, what was, and the one thing to do. */
import { useEffect, useRef } from 'preact/hooks';
import type { AppStatus, ProblemView, ProgressView, RunSummary, Snapshot } from '../../shared/contract.ts';
import { formatIn, formatLabelled, formatMoment, formatMoments, withoutFullStop } from '../../shared/format.ts';
import { remainderText, runText, statusText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { actOn, openLink, openWindow, tell } from '../actions.ts';
import { Button, Dot, FailureBar, LearnMore, ProblemCard, SymbolButton } from '../components/controls.tsx';
import { Glyph, StateMark, type SymbolName } from '../components/marks.tsx';
import { ProgressPanel } from '../components/progress-panel.tsx';
import { Strip } from '../components/strip.tsx';
import { now, snapshot } from '../state.ts';
import { useFittingHeight } from './fitting-height.ts';
import { ImportCard, ImportLine } from './import-card.tsx';
import { UpdateNotice } from './update-notice.tsx';

const SHOWN_NOTICES = 2;

export function Popover() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') tell('window.close');
      if (event.key === ',' && event.metaKey) openWindow('settings');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const current = snapshot.value;
  const frame = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);
  useFittingHeight(frame, body, current?.status.state ?? null);
  if (current === null) return <FailureBar />;
  const text = statusText(current, now.value);
  return (
    <main ref={frame} class="popover-frame" aria-label={strings.popover.label}>
      <header class="popover-head">
        <StateMark state={current.status.state} />
        <div>
          <h1 class="popover-title numbers">{text.title}</h1>
          <p class="soft numbers">{unbrokenTime(text.detail)}</p>
        </div>
      </header>
      {/* Numbers change several times a second; VoiceOver hears only when the state does. */}
      <div class="only-heard" role="status">
        {strings.states[current.status.state]}
      </div>
      <div ref={body} class="popover-body">
        <div class="popover-content">
          <Body current={current} />
        </div>
      </div>
      <FailureBar />
      <UpdateNotice current={current} />
      <MainButton status={current.status} />
      {current.status.state !== 'not-set-up' && <Footer current={current} />}
    </main>
  );
}

/** Characters that have room in one line of a fact. */
const MAX_UNBROKEN = 26;

/** Goes into the next line as a whole. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00A0');

/** “verified today at 02:01” goes into the second line as a whole, in every language. */
const unbrokenTime = (text: string) => text.replace(/(?<=, )[^,]{1,32}$/, unbroken);

function Body({ current }: { readonly current: Snapshot }) {
  const { status } = current;
  switch (status.state) {
    case 'syncing':
      return (
        <ProgressPanel progress={withImport(status.progress, current)}>
          <ImportLine current={current} />
        </ProgressPanel>
      );
    case 'error':
      return (
        <>
          <ProblemCard
            problem={status.problem}
            headline={statusText(current, now.value).title}
            extra={isAboutServer(status.problem) && current.hasServer ? <OpenImmich /> : undefined}
          />
          {/* Without any run known, the settings or the ledger could not be read: “Never” would be a guess. */}
          {current.lastRun !== null && (
            <>
              <ImportCard current={current} />
              <Facts
                facts={[
                  ...numberFact(current),
                  [strings.popover.lastGoodSync, runMoment(current.lastGoodRun, current)],
                  ...triedFact(current),
                ]}
              />
              <History current={current} isBare />
            </>
          )}
        </>
      );
    case 'waiting':
      return (
        <>
          <ImportCard current={current} />
          <Facts
            facts={[
              ...numberFact(current),
              ...(status.nextTryAt === null
                ? []
                : [[strings.popover.nextTry, formatIn(status.nextTryAt - now.value)] as const]),
              ...lastFacts(current),
            ]}
          />
          <History current={current} />
          <Notices current={current} />
        </>
      );
    case 'not-set-up':
      return <SetupSteps />;
    case 'up-to-date':
    case 'pending':
    case 'attention':
    case 'paused':
      return (
        <>
          <ImportCard current={current} />
          {status.state === 'attention' && <Notices current={current} />}
          <Facts
            facts={[
              ...(status.state === 'paused' ? numberFact(current) : []),
              [strings.popover.lastSync, lastRunText(current)],
              [strings.popover.nextSync, nextRunText(current)],
            ]}
          />
          <History current={current} />
          {status.state !== 'attention' && <Notices current={current} />}
        </>
      );
  }
}

/** During an import the bar is that of its percentage, which is said beside it. */
function withImport(progress: ProgressView, { importing }: Snapshot): ProgressView {
  return importing === null ? progress : { ...progress, fraction: importing.percent / 100 };
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl class="card facts numbers">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where the headline does not have it: whatever keeps a sync from running, this much is there. */
function numberFact({ coverage }: Snapshot): readonly (readonly [string, string])[] {
  if (coverage === null || coverage.assets === 0) return [];
  const { complete, assets } = coverage;
  return [[strings.popover.inImmich, strings.status.verifiedShort({ complete, assets })]];
}

function triedFact(current: Snapshot): readonly (readonly [string, string])[] {
  if (current.triedSince.length === 0) return [];
  return [[strings.popover.tried, formatMoments(current.triedSince.slice(-3), now.value, current.appearance.locale)]];
}

/** A try that failed is no sync: it is shown beside the last that went well. */
function lastFacts(current: Snapshot): readonly (readonly [string, string])[] {
  if (current.lastRun?.outcome !== 'failed') return [[strings.popover.lastSync, runMoment(current.lastRun, current)]];
  return [[strings.popover.lastGoodSync, runMoment(current.lastGoodRun, current)], ...triedFact(current)];
}

function runMoment(run: RunSummary | null, current: Snapshot): string {
  return run === null
    ? strings.popover.never
    : formatMoment(run.endedAt ?? run.startedAt, now.value, current.appearance.locale);
}

function lastRunText(current: Snapshot): string {
  const { lastRun, problems } = current;
  if (lastRun === null) return strings.popover.never;
  const text = runText(lastRun, problems);
  return `${unbroken(runMoment(lastRun, current))} · ${text.length <= MAX_UNBROKEN ? unbroken(text) : text}`;
}

function nextRunText({ nextRunAt, appearance }: Snapshot): string {
  return nextRunAt === null ? strings.popover.noneDue : formatMoment(nextRunAt, now.value, appearance.locale);
}

function History({ current, isBare = false }: { readonly current: Snapshot; readonly isBare?: boolean }) {
  return <Strip days={current.history} now={current.now} locale={current.appearance.locale} isBare={isBare} />;
}

/** Problems first, then the explained remainder; what does not fit is in Activity. */
function Notices({ current }: { readonly current: Snapshot }) {
  // What a problem says already is not said a second time as a remainder.
  const isToldByProblem = current.problems.some((problem) => problem.action === 'show-assets');
  // Nor is what an import has still to bring, which its card tells.
  const told = [
    ...(isToldByProblem ? ['refused-by-server', 'failing', 'kind-not-taken'] : []),
    ...(current.importing === null ? [] : ['not-yet-uploaded']),
  ];
  const remainder = (current.coverage?.remainder ?? []).filter(({ reason }) => !told.includes(reason));
  const notices = [
    ...current.problems.map((problem) => ({
      key: problem.code,
      kind: 'warn' as const,
      text: problem.sentence.length <= 60 ? withoutFullStop(problem.sentence) : problem.title,
      button: strings.actions[problem.action],
      act: () => actOn(problem),
      help: <LearnMore problem={problem} isSymbol />,
    })),
    ...remainder.map((entry) => ({
      key: entry.reason,
      kind: 'quiet' as const,
      text: remainderText(entry),
      button: entry.cloud?.isToBeAsked === true ? strings.cloud.choose : strings.popover.show,
      act: () => openWindow('activity', `remainder:${entry.reason}`),
      help: null,
    })),
  ];
  const shown = notices.slice(0, SHOWN_NOTICES);
  return (
    <>
      {shown.map((notice) => (
        <div class="card notice" key={notice.key}>
          <Dot kind={notice.kind} />
          <span class="grow numbers">{notice.text}</span>
          {notice.help}
          <Button onClick={notice.act} label={formatLabelled(notice.button, notice.text)}>
            {notice.button}
          </Button>
        </div>
      ))}
      {notices.length > shown.length && (
        <button type="button" class="more" onClick={() => openWindow('activity')}>
          {strings.popover.moreProblems({ count: notices.length - shown.length })}
        </button>
      )}
    </>
  );
}

const SETUP_ROWS = [
  ['server', 'server'],
  ['library', 'library'],
  ['tool', 'tools'],
  ['list', 'preview'],
] as const satisfies readonly (readonly [SymbolName, keyof typeof strings.popover.steps])[];

function SetupSteps() {
  return (
    <section aria-labelledby="what-it-takes">
      <h2 class="soft section-title" id="what-it-takes">
        {strings.popover.steps.title}
      </h2>
      <ol class="card steps">
        {SETUP_ROWS.map(([symbol, step]) => (
          <li key={symbol}>
            <Glyph name={symbol} />
            {strings.popover.steps[step]}
          </li>
        ))}
      </ol>
      <p class="soft lives-here">{strings.popover.livesHere}</p>
    </section>
  );
}

function MainButton({ status }: { readonly status: AppStatus }) {
  const [label, kind, act, disabled] = mainAction(status);
  return (
    <div class="main-button">
      <Button size="large" kind={kind} onClick={act} disabled={disabled}>
        {label}
      </Button>
    </div>
  );
}

function mainAction(status: AppStatus): [label: string, kind: 'plain' | 'primary', act: () => void, disabled: boolean] {
  const start = () => tell('sync.start');
  switch (status.state) {
    case 'up-to-date':
    case 'pending':
    case 'attention':
      return [strings.popover.syncNow, 'primary', start, false];
    case 'syncing':
      return status.isStopping
        ? [strings.popover.stopping, 'plain', start, true]
        : [strings.popover.stop, 'plain', () => tell('sync.stop'), false];
    case 'paused':
      return [strings.popover.resume, 'primary', () => tell('sync.resume'), false];
    case 'waiting':
      return [strings.popover.tryNow, 'primary', start, status.reason === 'another-run'];
    case 'error':
      return [strings.popover.tryAgain, 'plain', start, false];
    case 'not-set-up':
      return [strings.popover.setUp, 'primary', () => openWindow('setup'), false];
  }
}

function Footer({ current }: { readonly current: Snapshot }) {
  const { status } = current;
  // What the main button, or the problem's card, has is not there a second time.
  const isInCard = status.state === 'error' && isAboutServer(status.problem);
  const openMenu = (event: MouseEvent) => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    tell('menu.open', { x: Math.round(left), y: Math.round(top) });
  };
  return (
    <footer class="popover-foot">
      <Button onClick={() => openWindow('activity')}>{strings.popover.activity}</Button>
      {current.hasServer && !isInCard && <OpenImmich />}
      <span class="grow" />
      {status.state !== 'paused' && (
        <SymbolButton symbol="pause" label={strings.popover.pause} onClick={openMenu} hasMenu />
      )}
      <SymbolButton symbol="gear" label={strings.popover.settings} onClick={() => openWindow('settings')} />
    </footer>
  );
}

function OpenImmich() {
  return <Button onClick={() => openLink('immich')}>{strings.popover.openImmich}</Button>;
}

function isAboutServer({ code }: ProblemView): boolean {
  return code.startsWith('key-') || code === 'server-storage-full';
}
