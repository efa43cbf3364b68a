/** One run: what it did, what went wrong, and its lines of the log. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ConflictView, RunDetails } from '../../shared/contract.ts';
import { formatBytes, formatCaptured, formatClauses, formatLabelled, formatRow } from '../../shared/format.ts';
import { albumChangesText, uploadedText } from '../../shared/phrases.ts';
import { coverageText, isToldByProblem, runTitle, untoldFindings } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { say } from '../../shared/texts.ts';
import { ask, openWindow, tell } from '../actions.ts';
import { Button, Group, ProblemCard, Row } from '../components/controls.tsx';
import { Thumbnail } from '../components/picture.tsx';
import { now, snapshot } from '../state.ts';
import { LogPanel } from './log-panel.tsx';
import { RunContents } from './run-contents.tsx';
import { RunningPage } from './running-page.tsx';

const texts = strings.activity;

export function RunPage({ run }: { readonly run: number }) {
  const details = useSignal<RunDetails | null>(null);
  const isCopied = useSignal(false);
  const current = snapshot.value;
  const isRunning = current?.status.state === 'syncing';
  // The details of a running sync are read again when it ends.
  useEffect(() => {
    void ask('history.details', { run }).then((found) => {
      details.value = found;
    });
  }, [run, isRunning]);
  if (details.value === null || current === null) return null;
  const found = details.value;
  if (found.outcome === 'running' && isRunning)
    return (
      <>
        <RunningPage current={current} run={run} />
        <LogPanel run={run} isLive />
      </>
    );
  const copyDiagnostics = async () => {
    await ask('diagnostics.copy', { run });
    isCopied.value = true;
    setTimeout(() => {
      isCopied.value = false;
    }, 1600);
  };
  return (
    <>
      <div class="page-head">
        <h1 class="numbers">{runTitle(found, now.value, current.appearance.locale)}</h1>
        <div class="buttons">
          <Button onClick={() => void copyDiagnostics()}>
            {isCopied.value ? texts.copied : texts.copyDiagnostics}
          </Button>
          <Button onClick={() => tell('reveal', { what: 'log' })}>{texts.reveal}</Button>
        </div>
      </div>
      {found.problems.map((problem) => (
        <ProblemCard key={problem.code} problem={problem} />
      ))}
      <Findings run={found} />
      <Facts run={found} locale={current.appearance.locale} />
      <RunContents run={run} locale={current.appearance.locale} />
      <Conflicts run={found} locale={current.appearance.locale} />
      <Contradictions run={found} locale={current.appearance.locale} />
      <LogPanel run={run} />
    </>
  );
}

function Facts({ run, locale }: { readonly run: RunDetails; readonly locale: string }) {
  if (run.outcome === 'skipped' || run.outcome === 'waiting')
    return run.reason === null ? null : (
      <Group>
        <Row label={texts.why}>{run.reason}</Row>
      </Group>
    );
  const albums = run.albumsCreated + run.albumAssetsAdded + run.albumAssetsRemoved + run.albumsArranged;
  return (
    <div class="group numbers">
      {run.reason !== null && !isToldByProblem(run, run.problems) && <Row label={texts.why}>{run.reason}</Row>}
      <Row label={texts.uploaded}>
        {run.uploaded === 0
          ? noUploadText(run.outcome)
          : uploadedText(run.uploaded, run.edits, formatBytes(run.bytesUploaded))}
      </Row>
      {run.alreadyThere > 0 && (
        <Row label={texts.alreadyThere}>{texts.alreadyThereValue({ count: run.alreadyThere })}</Row>
      )}
      {albums > 0 && (
        <Row label={texts.albums}>
          {albumChangesText({
            created: run.albumsCreated,
            added: run.albumAssetsAdded,
            removed: run.albumAssetsRemoved,
            arranged: run.albumsArranged,
          })}
        </Row>
      )}
      {run.livePhotosLinked > 0 && <Row label={texts.live}>{texts.liveValue({ count: run.livePhotosLinked })}</Row>}
      {run.stacksChanged > 0 && <Row label={texts.stacks}>{texts.stacksValue({ count: run.stacksChanged })}</Row>}
      {run.details.length > 0 && (
        <Row label={texts.details}>
          {formatRow(run.details.map(({ name, count }) => texts.detailNames[name]({ count })))}
        </Row>
      )}
      {run.coverage !== null && <Row label={texts.coverage}>{coverageText(run.coverage, now.value, locale)}</Row>}
    </div>
  );
}

/** What was otherwise on the server than the sync before had left it, and what becomes of it. */
function Findings({ run }: { readonly run: RunDetails }) {
  const findings = untoldFindings(run.findings, run.problems);
  if (findings.length === 0) return null;
  return (
    <section class="group numbers" aria-label={texts.findings}>
      {findings.map(({ name, count }) => (
        <div class="group-row" key={name}>
          <div class="grow">
            <strong>{say(strings.findings[name].title, { count })}</strong>
            <div class="hint">{strings.findings[name].detail}</div>
          </div>
          {(name === 'deleted' || name === 'trashed') && (
            <Button
              onClick={() => openWindow('activity', `remainder:${REASON_OF_FINDING[name]}`)}
              label={formatLabelled(strings.popover.show, say(strings.findings[name].title, { count }))}
            >
              {strings.popover.show}
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}

/** Where what was found is decided about. */
const REASON_OF_FINDING = { deleted: 'deleted-in-immich', trashed: 'in-server-trash' } as const;

const said = (field: ConflictView['field'], locale: string, value: string) =>
  field === 'date' ? formatCaptured(value, locale) : value;

/** What was changed on both sides, and which of the two is in Immich now. */
function Conflicts({ run, locale }: { readonly run: RunDetails; readonly locale: string }) {
  if (run.conflicts.length === 0) return null;
  return (
    <section class="group" aria-label={texts.conflicts}>
      <div class="group-row">
        <strong>{texts.conflicts}</strong>
      </div>
      {run.conflicts.map(({ uuid, filename, field, photos, immich, winner }) => {
        const sides = texts.conflictSides[winner];
        return (
          <div class="group-row centred" key={`${uuid} ${filename} ${field}`}>
            {uuid !== null && <Thumbnail of={uuid} />}
            <div class="grow">
              <span class="selectable">{filename}</span>
              <div class="hint">{texts.conflictFields[field]}</div>
            </div>
            <dl class="sides">
              <div class={winner === 'photos' ? 'kept' : ''}>
                <dt>{sides.photos}</dt>
                <dd class="selectable">{said(field, locale, photos)}</dd>
              </div>
              <div class={winner === 'immich' ? 'kept' : ''}>
                <dt>{sides.immich}</dt>
                <dd class="selectable">{said(field, locale, immich)}</dd>
              </div>
            </dl>
          </div>
        );
      })}
    </section>
  );
}

/** What photos with the same contents say differently. */
function Contradictions({ run, locale }: { readonly run: RunDetails; readonly locale: string }) {
  if (run.contradictions.length === 0) return null;
  return (
    <section class="group" aria-label={texts.contradictions}>
      <div class="group-row">
        <strong>{texts.contradictions}</strong>
      </div>
      {run.contradictions.map(({ filename, field, value, others }) => (
        <div class="group-row" key={`${filename} ${field}`}>
          <span class="selectable">{filename}</span>
          <span class="soft">{texts.conflictFields[field]}</span>
          <span class="grow selectable">
            {formatClauses([
              texts.contradictionTold({ value: said(field, locale, value) }),
              ...others.map((other) =>
                texts.contradictionOther({ filename: other.filename, value: said(field, locale, other.value) }),
              ),
            ])}
          </span>
        </div>
      ))}
    </section>
  );
}

/** A sync that broke off had something to upload, and may have sent some that nobody has confirmed. */
function noUploadText(outcome: RunDetails['outcome']): string {
  return ['running', 'interrupted', 'failed'].includes(outcome) ? texts.noneConfirmed : texts.nothingUploaded;
}
