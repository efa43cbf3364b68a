/** Which picture the menu bar shows. Pure; the pictures are made by build/icons.ts. */
import type { AppStatus } from '../../shared/contract.ts';

/** As in build/icons.ts. */
const PROGRESS_STEPS = 16;

/** The picture's file name without its folder. */
export function trayIconFile(status: AppStatus): string {
  // More is to come, in both cases.
  if (status.state === 'pending') return 'waitingTemplate.png';
  if (status.state !== 'syncing') return `${status.state}Template.png`;
  const step = Math.round(Math.min(1, Math.max(0, status.progress.fraction ?? 0)) * PROGRESS_STEPS);
  return `syncing-${step}Template.png`;
}
