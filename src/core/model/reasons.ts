/**
 * Why something is so: a clause for use inside a sentence, without a capital and without a full stop. Ours are codes with typed values, and the
 * tables in `reasons/` have their words; what a tool, the system or the server said is a {@link Quote} and stays as it was said. Problems, refusals and the
 * history keep the code, so that it can be reworded and translated.
 */
import type { Say } from './problems/say.ts';
import { FILE_REASONS } from './reasons/files.ts';
import { FINDING_SENTENCES } from './reasons/findings.ts';
import { CLOUD_REASONS, DOUBT_REASONS } from './reasons/items.ts';
import type { Clause, NoValues, Reason, Told } from './reasons/kind.ts';
import { CONDITION_REASONS, ROW_SENTENCES } from './reasons/schedule.ts';
import { SERVER_REASONS } from './reasons/server.ts';
import { SCRIPT_NOTICES, SETTING_REASONS, SETTINGS_NOTICES } from './reasons/settings.ts';
import { HOOK_REASONS } from './reasons/telling.ts';
import { AGENT_REASONS, KEY_PLACES, KEY_REASONS } from './reasons/this-mac.ts';
import { FORM_REASONS, PROGRAM_REASONS, TOOL_REASONS } from './reasons/tools.ts';
import { INSTALL_REASONS, TOOL_UPDATE_REASONS, UPDATE_REASONS } from './reasons/updates.ts';
import { USAGE_SENTENCES } from './reasons/usage.ts';

export { type Explanation, type Quote, quote, type Reason, type Told } from './reasons/kind.ts';

const CLAUSES = {
  ...FILE_REASONS,
  ...SERVER_REASONS,
  ...TOOL_REASONS,
  ...FORM_REASONS,
  ...PROGRAM_REASONS,
  ...INSTALL_REASONS,
  ...CLOUD_REASONS,
  ...CONDITION_REASONS,
  ...ROW_SENTENCES,
  ...FINDING_SENTENCES,
  ...DOUBT_REASONS,
  ...KEY_REASONS,
  ...KEY_PLACES,
  ...AGENT_REASONS,
  ...HOOK_REASONS,
  ...UPDATE_REASONS,
  ...TOOL_UPDATE_REASONS,
  ...SETTING_REASONS,
  ...SETTINGS_NOTICES,
  ...SCRIPT_NOTICES,
  ...USAGE_SENTENCES,
};

export type ReasonCode = keyof typeof CLAUSES;
export const REASON_CODES = Object.keys(CLAUSES) as readonly ReasonCode[];
type ValuesOf<Code extends ReasonCode> = (typeof CLAUSES)[Code] extends Clause<infer Values> ? Values : never;

/** Values may be left out where the code has none. */
export function because<Code extends ReasonCode>(
  code: Code,
  ...[values]: NoValues extends ValuesOf<Code> ? [values?: ValuesOf<Code>] : [values: ValuesOf<Code>]
): Reason {
  return { code, values: values ?? {} };
}

/** The words for a code; null for one that this version does not know. @param values told already */
export function clauseOf(code: string, values: Told<Reason['values']>, say: Say): string | null {
  return Object.hasOwn(CLAUSES, code) ? (CLAUSES[code as ReasonCode] as Clause<unknown>)(values, say) : null;
}
