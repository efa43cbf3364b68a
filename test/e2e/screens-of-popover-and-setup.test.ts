/** The screens of the popover, the assistant and the questions. */
import { checkEveryScreenOf } from './every-screen.ts';

checkEveryScreenOf('popover', 'setup', 'question');
