/** The screens of Activity. */
import { checkEveryScreenOf } from './every-screen.ts';

checkEveryScreenOf('activity');
