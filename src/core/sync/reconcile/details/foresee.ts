/** What the next sync would set, for the preview. Nothing is asked. */
import type { Capabilities } from '../../../immich/permissions.ts';
import { sentDetails, uploadedDetails } from './arrival.ts';
import type { DetailContext } from './context.ts';
import { mayDetail, toWork, withinScope } from './queue.ts';
import { type DetailDecision, decideDetails } from './rule.ts';

/** What Photos changed since the last sync, for each file, without asking what Immich says now. */
export function foreseeDetails(
  context: Pick<DetailContext, 'ledger' | 'target' | 'scope' | 'rules' | 'capabilities' | 'caution'>,
): readonly {
  readonly uuid: string;
  readonly filename: string;
  readonly changes: readonly string[];
}[] {
  const { ledger, rules, capabilities } = context;
  const foreseen: { readonly uuid: string; readonly filename: string; readonly changes: readonly string[] }[] = [];
  for (const file of ledger.remote.filesToDetail(withinScope(context)).toArray()) {
    if (!mayDetail(file, context)) continue;
    const { wanted, synced, sent } = toWork({ file }, context);
    if (synced?.visibility === 'locked') continue;
    // What was on the server before us gets what it lacks, which nobody knows without asking.
    if (synced === null && file.origin !== 'uploaded') {
      if (rules.hideFound && wanted.visibility !== 'timeline')
        foreseen.push({ uuid: file.uuid, filename: file.filename, changes: [wanted.visibility] });
      continue;
    }
    const changes = changesOf(
      decideDetails(
        wanted,
        synced ?? (sent === null ? uploadedDetails(wanted, file.kind) : sentDetails(sent, file.kind)),
        null,
        rules.leader,
      ),
      capabilities,
    );
    if (changes.length > 0) foreseen.push({ uuid: file.uuid, filename: file.filename, changes });
  }
  return foreseen;
}

function changesOf(decision: DetailDecision, capabilities: Pick<Capabilities, 'tag'>): readonly string[] {
  return [
    ...(decision.favorite === null ? [] : [decision.favorite ? 'favourite' : 'no favourite']),
    ...(decision.visibility === null ? [] : [decision.visibility]),
    ...(decision.description === null ? [] : ['description']),
    ...(capabilities.tag ? decision.addKeywords.map((keyword) => `+${keyword}`) : []),
    ...(capabilities.tag ? decision.removeKeywords.map((keyword) => `-${keyword}`) : []),
    ...(decision.place === null ? [] : ['place']),
    ...(decision.capturedAt === null ? [] : ['date']),
    ...(decision.rating === undefined ? [] : [decision.rating === null ? 'no stars' : `${decision.rating} stars`]),
  ];
}
