/** One run: what it did, what went wrong, and its lines of the log. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RunDetails } from '../../shared/contract.ts';
import { formatBytes } from '../../shared/format.ts';
import { coverageText, runTitle } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask, tell } from '../actions.ts';
import { Button, Group, ProblemCard, Row } from '../components/controls.tsx';
import { now, snapshot } from '../state.ts';
import { LogPanel } from './log-panel.tsx';

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
      <Facts run={found} />
      <LogPanel run={run} />
    </>
  );
}

function Facts({ run }: { readonly run: RunDetails }) {
  if (run.outcome === 'skipped' || run.outcome === 'waiting')
    return run.reason === null ? null : (
      <Group>
        <Row label={texts.why}>{run.reason}</Row>
      </Group>
    );
  const albums = run.albumsCreated + run.albumAssetsAdded + run.albumAssetsRemoved;
  return (
    <div class="group numbers">
      {run.reason !== null && <Row label={texts.why}>{run.reason}</Row>}
      <Row label={texts.uploaded}>
        {run.uploaded === 0
          ? noUploadText(run.outcome)
          : texts.uploadedValue(run.uploaded, run.edits, formatBytes(run.bytesUploaded))}
      </Row>
      {run.alreadyThere > 0 && <Row label={texts.alreadyThere}>{texts.alreadyThereValue(run.alreadyThere)}</Row>}
      {albums > 0 && (
        <Row label={texts.albums}>
          {texts.albumsValue(run.albumsCreated, run.albumAssetsAdded, run.albumAssetsRemoved)}
        </Row>
      )}
      {run.livePhotosLinked > 0 && <Row label={texts.live}>{texts.liveValue(run.livePhotosLinked)}</Row>}
      {run.coverage !== null && <Row label={texts.coverage}>{coverageText(run.coverage)}</Row>}
    </div>
  );
}

/** A sync that broke off had something to upload, and may have sent some that nobody has confirmed. */
function noUploadText(outcome: RunDetails['outcome']): string {
  return ['running', 'interrupted', 'failed'].includes(outcome) ? texts.noneConfirmed : texts.nothingUploaded;
}
