import { startWindow } from '../state.ts';
import { Popover } from './popover.tsx';

void startWindow(<Popover />);
