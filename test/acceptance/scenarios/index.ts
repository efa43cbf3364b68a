import type { Scenario } from '../scenario.ts';
import { albums } from './albums.ts';
import { both } from './both.ts';
import { captions } from './captions.ts';
import { changes } from './changes.ts';
import { first } from './first.ts';
import { half } from './half.ts';
import { hidden } from './hidden.ts';
import { keys } from './keys.ts';
import { keywords } from './keywords.ts';
import { kills } from './kills.ts';
import { names } from './names.ts';
import { trash } from './trash.ts';
import { zones } from './zones.ts';

export const SCENARIOS: readonly Scenario[] = [
  first,
  changes,
  albums,
  both,
  half,
  kills,
  keys,
  names,
  captions,
  zones,
  hidden,
  keywords,
  trash,
];
