import { startWindow } from '../state.ts';
import { SetupWindow } from './setup-window.tsx';

void startWindow(<SetupWindow />);
