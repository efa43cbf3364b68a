/** What keeps a Mac from falling asleep, as `pmset -g assertions` lists it. */

export interface SleepAssertion {
  readonly pid: number;
  readonly program: string;
  /** For example `PreventUserIdleSystemSleep`. */
  readonly kind: string;
  readonly name: string;
}

/** Both hold off idle sleep: the first is `caffeinate -i`'s, the second that of Electron's `prevent-app-suspension`. */
const AGAINST_IDLE_SLEEP: ReadonlySet<string> = new Set(['PreventUserIdleSystemSleep', 'NoIdleSleepAssertion']);

const OWNED = /^\s*pid (\d+)\((.*?)\): \[0x[0-9a-f]+\] [\d:]+ (\w+) named: "(.*)"/;

export function readSleepAssertions(text: string): readonly SleepAssertion[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, program, kind, name] = OWNED.exec(line) ?? [];
    if (pid === undefined || program === undefined || kind === undefined || name === undefined) return [];
    return [{ pid: Number(pid), program, kind, name }];
  });
}

/** Those of our programs, and of the caffeinate(8) that they start, that hold off idle sleep. */
export function ownIdleAssertions(text: string): readonly SleepAssertion[] {
  return readSleepAssertions(text).filter(
    ({ program, kind }) => AGAINST_IDLE_SLEEP.has(kind) && /^(Immich Sync|caffeinate)/.test(program),
  );
}
