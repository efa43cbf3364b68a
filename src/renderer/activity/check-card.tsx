/** Checking everything now: how far it is, and what the last time came to. */

import { checkFindings } from '../../shared/check-text.ts';
import type { CheckResult, Snapshot } from '../../shared/contract.ts';
import { asSentence, formatPast, formatSentences } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { tell } from '../actions.ts';
import { Button, Dot } from '../components/controls.tsx';
import { now } from '../state.ts';

const texts = strings.library.check;

export function CheckButton({ current }: { readonly current: Snapshot }) {
  if (current.checking !== null) return <Button onClick={() => tell('check.stop')}>{texts.stop}</Button>;
  return (
    <Button onClick={() => tell('check.start')} disabled={current.status.state === 'syncing'}>
      {texts.start}
    </Button>
  );
}

export function CheckCard({ current }: { readonly current: Snapshot }) {
  const { checking, lastCheck } = current;
  if (checking !== null) {
    const { files } = checking;
    const share = files === null || files.total === 0 ? null : files.done / files.total;
    return (
      <section class="card" aria-label={texts.start}>
        <p class="numbers sync-line" role="status">
          {files === null ? texts.checkingRest : texts.checking({ done: files.done, total: files.total })}
        </p>
        <div
          class={`bar${share === null ? ' unknown' : ''}`}
          role="progressbar"
          aria-label={texts.start}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        >
          <span style={{ width: share === null ? undefined : `${share * 100}%` }} />
        </div>
      </section>
    );
  }
  return lastCheck === null ? null : <LastCheck check={lastCheck} current={current} />;
}

function LastCheck({ check, current }: { readonly check: CheckResult; readonly current: Snapshot }) {
  const at = Date.parse(check.at);
  const fixedAt = current.lastGoodRun?.endedAt ?? null;
  const findings = checkFindings(check, fixedAt !== null && fixedAt > at);
  const [first, ...others] = findings;
  return (
    <section class="card check-card numbers" aria-label={texts.last}>
      <Dot kind={first === undefined || first.isSettled ? 'good' : 'warn'} />
      <div class="grow">
        <h2 class="check-title">{first?.title ?? texts.asExpected}</h2>
        {first !== undefined && <p class="soft">{first.detail}</p>}
        {others.map(({ title, detail }) => (
          <p class="soft" key={title}>
            {formatSentences([asSentence(title), detail])}
          </p>
        ))}
        <p class="soft">
          {texts.checkedAt({
            when: formatPast(at, now.value, current.appearance.locale),
            complete: check.complete,
            assets: check.assets,
          })}
        </p>
      </div>
      {check.thrownAway > 0 && (
        <Button onClick={() => tell('window.open', { window: 'activity', place: 'remainder' })}>
          {strings.popover.show}
        </Button>
      )}
    </section>
  );
}
