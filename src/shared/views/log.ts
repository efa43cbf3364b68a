/** The log, line by line. */
import type { LogLevel } from '../../core/model/choices.ts';

export interface LogLine {
  /** Counts up from the first line that this session knows. */
  readonly number: number;
  readonly at: number | null;
  readonly level: LogLevel;
  readonly text: string;
}
