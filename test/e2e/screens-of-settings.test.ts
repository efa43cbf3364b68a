/** The screens of Settings. */
import { checkEveryScreenOf } from './every-screen.ts';

checkEveryScreenOf('settings');
