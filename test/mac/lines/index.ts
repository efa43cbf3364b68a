/** All lines, in the order in which they run. A new one goes into the file of its subject, a new subject gets a file and a place here. */
import type { Bench } from '../bench.ts';
import type { Line } from '../line.ts';
import { agentLines } from './agent.ts';
import { appLines } from './app.ts';
import { commandLines } from './command.ts';
import { electronLines } from './electron.ts';
import { homebrewLines } from './homebrew.ts';
import { packageLines } from './package.ts';
import { sleepLines } from './sleep.ts';

export type SmokeLine = Line<Bench>;

export const LINES: readonly SmokeLine[] = [
  ...packageLines,
  ...homebrewLines,
  ...commandLines,
  ...electronLines,
  ...appLines,
  ...sleepLines,
  ...agentLines,
];
