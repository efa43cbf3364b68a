/** The one way out of a window. */
import type { Bridge } from '../shared/contract.ts';

declare global {
  interface Window {
    readonly immichSync: Bridge;
  }
}

export const bridge: Bridge = window.immichSync;
