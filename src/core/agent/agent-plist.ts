/** What our launchd job is, for people who do not want the app running: pure, from the settings. launchd.plist(5). */
import { createHash } from 'node:crypto';
import { WEEKDAYS } from '../model/choices.ts';
import { BUNDLE_ID } from '../model/project.ts';
import type { Settings } from '../model/settings.ts';
import { EXIT_TIMEOUT } from './launch-control.ts';

/** launchd knows the job by it. */
const LABEL = `${BUNDLE_ID}.agent`;

export interface AgentJob {
  readonly label: string;
  /** Program first; absolute. */
  readonly command: readonly string[];
  readonly schedule: Settings['schedule'];
  /** For what the command prints; the log proper is the home's. */
  readonly outputFile: string;
}

/** One job for each home. @param home `paths.home` */
export function agentLabel(home: string | null): string {
  if (home === null) return LABEL;
  return `${LABEL}.${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
}

/** The app that a program is the executable of; null for any other program. */
export function appBundle(program: string): string | null {
  return /^(.*\.app)\/Contents\/MacOS\/[^/]+$/.exec(program)?.[1] ?? null;
}

/** The property list's contents. */
export function describeAgent({ label, command, schedule, outputFile }: AgentJob): Readonly<Record<string, unknown>> {
  const [program = ''] = command;
  return {
    Label: label,
    ProgramArguments: [...command],
    ...startTimes(schedule),
    // The command does only what is due by the history: so a time that the Mac was switched off at is caught up on after the log-in, which
    // launchd's calendar alone would forget.
    RunAtLoad: true,
    // System Settings › Login Items names the app and shows its icon, instead of whoever signed the executable.
    ...(appBundle(program) === null ? {} : { AssociatedBundleIdentifiers: [BUNDLE_ID] }),
    // "Light resource limits". `Background` is for work that must not be noticed: on Apple silicon it stays on the slow cores with its reading and
    // writing held back, which makes a sync take several times as long; `LowPriorityIO` does the second half of that.
    ProcessType: 'Standard',
    // launchd's own 20 seconds can be short.
    ExitTimeOut: EXIT_TIMEOUT,
    StandardOutPath: outputFile,
    StandardErrorPath: outputFile,
  };
}

interface CalendarTime {
  readonly Hour: number;
  readonly Minute: number;
  /** 0 is Sunday. */
  readonly Weekday?: number;
}

function startTimes({ times, days, everyHours }: Settings['schedule']): Readonly<Record<string, unknown>> {
  if (everyHours !== null) return { StartInterval: everyHours * 3600 };
  const everyDay = days.length === WEEKDAYS.length;
  const entries = times.flatMap((time): CalendarTime[] => {
    const [hour, minute] = time.split(':').map(Number);
    const at = { Hour: hour ?? 0, Minute: minute ?? 0 };
    // Monday is the first of ours and the 1 of launchd's.
    return everyDay ? [at] : days.map((day) => ({ ...at, Weekday: (WEEKDAYS.indexOf(day) + 1) % 7 }));
  });
  return entries.length === 0 ? {} : { StartCalendarInterval: entries };
}
