import type { Scenario } from '../scenario.ts';
import { first } from './first.ts';

export const SCENARIOS: readonly Scenario[] = [first];
