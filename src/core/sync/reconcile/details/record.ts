/** What is written down of files that were looked at and set. */
import { arrived, beforeOf } from './arrival.ts';
import type { DetailContext } from './context.ts';
import type { Decided } from './judge.ts';
import { lookAtFiles } from './look.ts';
import type { Synced, Work } from './queue.ts';
import { isTextToBeSet } from './rule.ts';
import { TagLooks } from './tags.ts';

/**
 * Writes down what was seen to be there as observed, and the rest as expected. What the server has not read yet is left for later.
 * @returns of how many files not everything was seen yet
 */
export async function record(works: readonly Decided[], context: DetailContext): Promise<number> {
  const { ledger, target, now, since } = context;
  const read = works.filter(({ isRead }) => isRead);
  // The server may still be at work with what was uploaded just now, and undo what was set meanwhile: that is looked at by a later run.
  const isSettled = ({ file }: Decided) => file.provedAt < since;
  const kept = await seenToBeKept(
    read.filter((work) => isTextToBeSet(work.decision) && isSettled(work)),
    context,
  );
  const isObserved = (work: Decided) => !isTextToBeSet(work.decision) || kept.has(work);
  ledger.remote.recordDetails(
    target,
    read.map((work) => ({
      remoteId: work.file.remoteId,
      digest: work.file.digest,
      details: JSON.stringify(toRecord(work, work.decision.theirs, context)),
      ...(isObserved(work)
        ? { observedAt: now(), before: null, tries: 0 }
        : {
            observedAt: null,
            before: JSON.stringify(beforeOf(work.remote, work.decision)),
            tries: work.lost > 0 ? work.file.tries + 1 : 1,
          }),
    })),
  );
  return works.length - read.filter(isObserved).length;
}

/** Looks at files right after they were changed. @returns those of which nothing is as it was before. */
async function seenToBeKept(works: readonly Decided[], context: DetailContext): Promise<ReadonlySet<Decided>> {
  if (works.length === 0) return new Set();
  const { client, ledger, capabilities } = context;
  const files = works.map(({ file }) => file);
  const seen = await lookAtFiles(files, client, (first, last) => ledger.remote.assetsBetween(first, last));
  const tagged = works.map(({ file, wanted }) => ({ remoteId: file.remoteId, keywords: wanted.keywords }));
  const tags = capabilities.tag ? new TagLooks(context) : null;
  const looks = tags === null ? seen : await tags.complete(seen, tagged);
  tags?.end();
  return new Set(
    works.filter(({ file, wanted, remote, decision }) => {
      const now = looks.get(file.remoteId);
      return now != null && arrived(wanted, beforeOf(remote, decision), now).lost === 0;
    }),
  );
}

/** Writes down what Photos says of files about which there was nothing to ask. */
export function note(works: readonly Work[], context: DetailContext): void {
  const { ledger, target, now } = context;
  ledger.remote.recordDetails(
    target,
    works.map((work) => ({
      remoteId: work.file.remoteId,
      digest: work.file.digest,
      details: JSON.stringify(toRecord(work, [], context)),
      observedAt: now(),
      before: null,
      tries: 0,
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
