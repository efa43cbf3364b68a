/** What is written down of files that were looked at and set. */
import { beforeOf } from './arrival.ts';
import type { DetailContext } from './context.ts';
import { type Decided, hasGivenUp } from './judge.ts';
import { beforesOf, isFresh, type Sent, type Synced, type Work } from './queue.ts';
import { isTextToBeSet } from './rule.ts';

/**
 * Writes down what was seen to be there as observed, and the rest as expected: what was set in a run only a later one can see, because the
 * server's jobs may undo it meanwhile. What the server has not read yet is left for later.
 * @returns the files of which not everything was seen
 */
export function record(works: readonly Decided[], context: DetailContext): readonly Decided[] {
  const { ledger, target, now } = context;
  const read = works.filter(({ isRead }) => isRead);
  const isObserved = ({ file, decision }: Decided) => !isTextToBeSet(decision) && !isFresh(file, context);
  ledger.remote.recordDetails(
    target,
    read.map((work) => {
      const { file, remote, decision } = work;
      const isSet = isTextToBeSet(decision);
      const befores = [
        ...(isFresh(file, context) ? beforesOf(file) : []),
        ...(isSet ? [beforeOf(remote, decision)] : []),
      ];
      return {
        remoteId: file.remoteId,
        digest: file.digest,
        details: JSON.stringify(withoutOwed(toRecord(work, decision.theirs, context), work)),
        ...(isObserved(work)
          ? { observedAt: now(), before: null, tries: 0, setAt: null }
          : {
              observedAt: null,
              before: JSON.stringify(befores),
              tries: triesOf(work, context),
              setAt: isSet ? now() : file.setAt,
            }),
      };
    }),
  );
  ledger.remote.recordDetails(
    target,
    works.filter(isSentUnread).map(({ file, wanted }) => ({
      remoteId: file.remoteId,
      digest: file.digest,
      details: JSON.stringify({ ...wanted, isUnread: true } satisfies Sent),
      observedAt: null,
      before: null,
      tries: 0,
      setAt: null,
    })),
  );
  return works.filter((work) => !work.isRead || !isObserved(work));
}

/** What went with an upload is known in the run that sends it alone: what Photos says later is to be told from it. */
const isSentUnread = ({ isRead, file, synced, sent }: Decided) =>
  !isRead && file.origin === 'uploaded' && synced === null && sent === null;

function triesOf(work: Decided, context: DetailContext): number {
  if (isFresh(work.file, context)) return work.file.tries;
  return work.lost > 0 && !hasGivenUp(work) ? work.file.tries + 1 : 1;
}

/** What is owed is written down as if Photos had not said it yet. */
function withoutOwed(synced: Synced, { owed }: Decided): Synced {
  if (owed === null) return synced;
  const { date, addKeywords, removeKeywords, isToBeLocked } = owed;
  const given = synced.keywords.filter((keyword) => !addKeywords.includes(keyword));
  return {
    ...synced,
    keywords: [...given, ...removeKeywords].sort(),
    ...(date ? { capturedAt: '' } : {}),
    ...(isToBeLocked ? { visibility: 'archive' } : {}),
  };
}

/** Writes down what Photos says of files about which there was nothing to ask. */
export function note(works: readonly Work[], context: DetailContext): void {
  const { ledger, target } = context;
  ledger.remote.recordDetails(
    target,
    works.map((work) => ({
      remoteId: work.file.remoteId,
      digest: work.file.digest,
      details: JSON.stringify(toRecord(work, [], context)),
      observedAt: work.file.observedAt,
      before: null,
      tries: 0,
      setAt: null,
    })),
  );
}

/** What Photos said, for the next time. */
function toRecord(
  { wanted, synced, speakers }: Work,
  theirs: readonly string[],
  { capabilities }: Pick<DetailContext, 'capabilities'>,
): Synced {
  // Where tags cannot be given, what Photos says of them is not brought over.
  const { tagParent: _parent, ...rest } = wanted;
  if (!capabilities.tag) {
    return {
      ...rest,
      speakers,
      keywords: synced?.keywords ?? wanted.keywords,
      ...(synced === null
        ? { ...(wanted.tagParent === undefined ? {} : { tagParent: wanted.tagParent }) }
        : {
            ...(synced.tagParent === undefined ? {} : { tagParent: synced.tagParent }),
            ...(synced.theirs === undefined ? {} : { theirs: synced.theirs }),
          }),
    };
  }
  const kept = [...(synced?.theirs ?? []), ...theirs].filter((keyword) => wanted.keywords.includes(keyword));
  return { ...wanted, speakers, ...(kept.length === 0 ? {} : { theirs: [...new Set(kept)] }) };
}
