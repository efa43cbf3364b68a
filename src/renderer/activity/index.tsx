import { startWindow } from '../state.ts';
import { ActivityWindow } from './activity-window.tsx';

void startWindow(<ActivityWindow />);
