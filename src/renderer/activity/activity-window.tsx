/** The activity window: the syncs so far, what each did, what is not in Immich and why, and the log as it is written. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RunItemKind, RunSummary } from '../../shared/contract.ts';
import { formatClauses, formatCounted, formatMoment } from '../../shared/format.ts';
import { runText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { Dot, FailureBar } from '../components/controls.tsx';
import { Side, SideItem } from '../components/side.tsx';
import { OUTCOME_LOOK } from '../components/strip.tsx';
import { now, place, snapshot } from '../state.ts';
import { DayPage } from './day-page.tsx';
import { DiagnosticsPage } from './diagnostics-page.tsx';
import { FindPage } from './find-page.tsx';
import { FormerEditsPage } from './former-edits-page.tsx';
import { LibraryPage, libraryView } from './library-page.tsx';
import { LogPanel } from './log-panel.tsx';
import { PreviewPage } from './preview-page.tsx';
import { RemainderPage } from './remainder-page.tsx';
import { RunItemsPage } from './run-contents.tsx';
import { RunPage } from './run-page.tsx';

const texts = strings.activity;
const SHOWN_RUNS = 500;

export function ActivityWindow() {
  const runs = useSignal<readonly RunSummary[] | null>(null);
  const current = snapshot.value;
  // The list changes when a run begins or ends, not with every number of its progress. One that has just begun is among the runs a moment later.
  const listKey = `${current?.lastRun?.run}:${current?.lastRun?.outcome}:${current?.status.state === 'syncing'}:${current?.history.at(-1)?.outcome}`;
  // See listKey.
  useEffect(() => {
    void ask('history.list', { limit: SHOWN_RUNS }).then((list) => {
      if (list !== null) runs.value = list;
    });
  }, [listKey]);

  if (current === null) return <FailureBar />;
  const { locale } = current.appearance;
  // What the phone's copies stand for is listed there, but is in Immich.
  const missing = (current.coverage?.remainder ?? []).reduce(
    (sum, { reason, count }) => sum + (reason === 'linked-to-twin' ? 0 : count),
    0,
  );
  const list = runs.value ?? [];
  const target = place.value ?? (list[0] === undefined ? 'log' : `run:${list[0].run}`);
  const [kind, detail, part] = target.split(':');
  const go = (next: string) => {
    place.value = next;
  };
  return (
    <div class="split wide-side">
      <div class="drag" />
      <Side label={texts.title}>
        <SideItem isCurrent={kind === 'find'} symbol="search" title={strings.find.title} onClick={() => go('find')} />
        <SideItem
          isCurrent={kind === 'library'}
          symbol="library"
          title={strings.library.title}
          onClick={() => go('library')}
        />
        <SideItem
          isCurrent={kind === 'log' || kind === 'diagnostics'}
          symbol="list"
          title={texts.liveLog}
          onClick={() => go('log')}
        />
        <SideItem
          isCurrent={kind === 'remainder'}
          symbol="cloud"
          title={missing === 0 ? texts.notInImmich : formatCounted(texts.notInImmich, missing)}
          onClick={() => go('remainder')}
        />
        <SideItem
          isCurrent={kind === 'preview'}
          symbol="next"
          title={texts.preview.title}
          onClick={() => go('preview')}
        />
        <SideItem
          isCurrent={kind === 'former'}
          symbol="albums"
          title={texts.formerEdits}
          onClick={() => go('former')}
        />
        <h2 class="side-title">{texts.runs}</h2>
        {list.map((run) => {
          const by = strings.triggers[run.trigger];
          return (
            <SideItem
              key={run.run}
              isCurrent={(kind === 'run' || kind === 'items') && detail === String(run.run)}
              mark={<Dot kind={OUTCOME_LOOK[run.outcome]} />}
              title={formatClauses([formatMoment(run.startedAt, now.value, locale), by])}
              second={runText(run)}
              onClick={() => go(`run:${run.run}`)}
            />
          );
        })}
      </Side>
      <main class="page">
        <FailureBar />
        {kind === 'log' && (
          <>
            <h1>{texts.liveLog}</h1>
            <LogPanel run={null} />
          </>
        )}
        {kind === 'find' && <FindPage key={detail} words={detail ?? ''} locale={locale} revision={listKey} />}
        {kind === 'library' && (
          <LibraryPage
            current={current}
            view={libraryView(detail)}
            onView={(view) => go(`library:${view}`)}
            onFind={(words) => go(`find:${words}`)}
          />
        )}
        {kind === 'remainder' && <RemainderPage current={current} reason={detail ?? null} />}
        {kind === 'preview' && <PreviewPage />}
        {kind === 'diagnostics' && <DiagnosticsPage />}
        {kind === 'former' && <FormerEditsPage locale={locale} revision={listKey} />}
        {kind === 'items' && (
          <RunItemsPage run={Number(detail)} kind={part as RunItemKind} key={target} locale={locale} />
        )}
        {kind === 'day' && runs.value !== null && (
          <DayPage day={Number(detail)} runs={list} locale={locale} key={detail} />
        )}
        {kind === 'run' && <RunPage run={Number(detail)} key={detail} />}
        {runs.value !== null && list.length === 0 && kind === 'run' && <NoRuns />}
      </main>
    </div>
  );
}

function NoRuns() {
  return (
    <div class="empty">
      <h1>{texts.noRuns}</h1>
      <p class="soft">{texts.noRunsDetail}</p>
    </div>
  );
}
