/** What is not in Immich: each reason with what to know about it, and the items. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RemainderItem, RemainderView, Snapshot, TrashChoice, TrashGroup } from '../../shared/contract.ts';
import {
  asSentence,
  formatBytes,
  formatDay,
  formatDayWithin,
  formatLabelled,
  formatSentences,
} from '../../shared/format.ts';
import { coverageText, remainderAdvice, remainderText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { ask, tell } from '../actions.ts';
import { CloudChoice } from '../components/cloud-choice.tsx';
import { Button } from '../components/controls.tsx';
import { LongList } from '../components/long-list.tsx';
import { StateMark } from '../components/marks.tsx';
import { Thumbnail } from '../components/picture.tsx';
import { now } from '../state.ts';

const texts = strings.activity;
/** At first; ten times as many whenever the end comes near. */
const SHOWN_ITEMS = 200;
const MAX_ITEMS = 100_000;

export function RemainderPage({ current, reason }: { readonly current: Snapshot; readonly reason: string | null }) {
  if (current.coverage === null)
    return (
      <div class="empty">
        <StateMark state="not-set-up" />
        <h1>{strings.status.nothingCounted}</h1>
        <p class="soft">{texts.nothingCountedDetail}</p>
      </div>
    );
  const all = current.coverage.remainder;
  const ofReason = all.filter((entry) => entry.reason === reason);
  // The last of one reason may have been decided about since: the others are still missing.
  const shown = ofReason.length === 0 ? all : ofReason;
  if (shown.length === 0)
    return (
      <div class="empty">
        <StateMark state="up-to-date" />
        <h1>{texts.allThere}</h1>
        <p class="soft numbers">{coverageText(current.coverage, now.value, current.appearance.locale)}</p>
      </div>
    );
  return (
    <>
      <div>
        <h1>{texts.notInImmich}</h1>
        <p class="soft numbers">{coverageText(current.coverage, now.value, current.appearance.locale)}</p>
      </div>
      {shown.map((entry) => (
        <Reason key={entry.reason} entry={entry} locale={current.appearance.locale} />
      ))}
    </>
  );
}

/** What can be done about items that were thrown away in Immich. @param which null for all of the reason */
function TrashChoices({ reason, which }: { readonly reason: string; readonly which: RemainderItem | null }) {
  const words = strings.trash;
  const decide = (choice: TrashChoice, group: TrashGroup) =>
    tell('trash.decide', { choice, which: which === null ? group : [which.uuid] });
  const button = (text: string, onClick: () => void) => (
    <Button onClick={onClick} {...(which === null ? {} : { label: formatLabelled(text, which.filename) })}>
      {text}
    </Button>
  );
  switch (reason) {
    case 'in-server-trash':
      return (
        <span class="row-buttons">
          {button(which === null ? words.restoreAll : words.restore, () => decide('restore', 'in-trash'))}
          {button(which === null ? words.leaveAll : words.leave, () => decide('leave', 'in-trash'))}
        </span>
      );
    case 'deleted-in-immich':
      return (
        <span class="row-buttons">
          {button(which === null ? words.bringAllBack : words.bringBack, () => decide('restore', 'deleted'))}
          {button(which === null ? words.leaveAll : words.leave, () => decide('leave', 'deleted'))}
        </span>
      );
    case 'left-out':
      return button(which === null ? words.bringAllBack : words.bringBack, () => decide('restore', 'left-out'));
    default:
      return null;
  }
}

/** What can be done about items that failed. @param which null for all of them; leaving out is decided one by one */
function FailureChoices({ which }: { readonly which: RemainderItem | null }) {
  const words = strings.failures;
  if (which === null)
    return (
      <Button onClick={() => tell('remainder.decide', { choice: 'try-again', uuids: null })}>
        {words.tryAllAgain}
      </Button>
    );
  return (
    <span class="row-buttons">
      <Button
        onClick={() => tell('remainder.decide', { choice: 'try-again', uuids: [which.uuid] })}
        label={formatLabelled(words.tryAgain, which.filename)}
      >
        {words.tryAgain}
      </Button>
      <LeaveOut which={which} />
    </span>
  );
}

function LeaveOut({ which }: { readonly which: RemainderItem }) {
  const words = strings.failures;
  return (
    <Button
      onClick={() => tell('remainder.decide', { choice: 'leave-out', uuids: [which.uuid] })}
      label={formatLabelled(words.leave, which.filename)}
    >
      {words.leave}
    </Button>
  );
}

function Choices({ reason, which }: { readonly reason: string; readonly which: RemainderItem | null }) {
  switch (reason) {
    case 'refused-by-server':
    case 'failing':
      return <FailureChoices which={which} />;
    case 'kind-not-taken':
      return which === null ? null : <LeaveOut which={which} />;
    default:
      return <TrashChoices reason={reason} which={which} />;
  }
}

/** What was said about an item, how often it was tried, and when it is tried again. */
function tryText({ detail, attempts, nextTryAt }: RemainderItem, locale: string): string {
  const words = strings.failures;
  const next =
    nextTryAt === null || nextTryAt <= now.value
      ? null
      : words.nextTry({ day: formatDayWithin(nextTryAt, now.value, locale) });
  return [detail, attempts > 1 ? words.tries({ count: attempts }) : null, next]
    .filter((text) => text !== null)
    .join(' · ');
}

function Reason({ entry, locale }: { readonly entry: RemainderView; readonly locale: string }) {
  const items = useSignal<readonly RemainderItem[]>([]);
  const limit = useSignal(SHOWN_ITEMS);
  // Another count is another list.
  useEffect(() => {
    void ask('remainder.list', { reason: entry.reason, limit: limit.value }).then((list) => {
      if (list !== null) items.value = list;
    });
  }, [entry.reason, entry.count, limit.value]);
  const title = remainderText(entry);
  return (
    <section class="group numbers" aria-label={title}>
      <div class="group-row">
        <div class="grow">
          <strong>{title}</strong>
          <div class="hint">
            {formatSentences([
              remainderAdvice(entry.reason),
              ...(entry.cloud !== undefined && entry.cloud.bytes > 0
                ? [asSentence(strings.cloudSize({ bytes: formatBytes(entry.cloud.bytes) }))]
                : []),
            ])}
          </div>
        </div>
        {entry.cloud === undefined ? (
          <Choices reason={entry.reason} which={null} />
        ) : (
          <CloudChoice cloud={entry.cloud} />
        )}
      </div>
      <LongList
        items={items.value}
        row={(item) => (
          <div class="group-row centred" key={item.uuid}>
            <Thumbnail of={item.uuid} isMovie={item.media === 'movie'} />
            <span class="grow selectable">{item.filename}</span>
            {item.detail !== null && <span class="soft selectable">{tryText(item, locale)}</span>}
            {item.bytes !== null && <span class="soft whole">{formatBytes(item.bytes)}</span>}
            <span class="soft whole">
              {item.capturedAt === null ? '' : formatDay(item.capturedAt, now.value, locale)}
            </span>
            <Choices reason={entry.reason} which={item} />
          </div>
        )}
        onEnd={() => {
          // Only when there is more than what was asked for.
          if (items.value.length === limit.value && limit.value < Math.min(entry.count, MAX_ITEMS))
            limit.value = Math.min(limit.value * 10, MAX_ITEMS);
        }}
      />
      {items.value.length > 0 && items.value.length < entry.count && (
        <div class="group-row soft">{texts.remainderMore({ count: entry.count - items.value.length })}</div>
      )}
    </section>
  );
}
