import { startWindow } from '../state.ts';
import { SettingsWindow } from './settings-window.tsx';

void startWindow(<SettingsWindow />);
