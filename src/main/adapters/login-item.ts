/**
 * Opening at login, through macOS' own service (SMAppService). Its four answers are shown as they are, but for one: an app that was never
 * registered is `not-found` to it, like one that it cannot register. Only after a try that changed nothing is it told as the second.
 */
import { app } from 'electron';
import { LOGIN_ITEM_STATES, type LoginItemState } from '../../shared/contract.ts';

export interface LoginItem {
  readonly state: () => LoginItemState;
  readonly set: (enabled: boolean) => LoginItemState;
  /** Registers the app again where macOS does not know it any more, as one that is in another place. @param wasOn at the last look */
  readonly keep: (wasOn: boolean) => LoginItemState;
}

/** What the system knows; Electron's `app` is one. */
export interface LoginItemSystem {
  readonly isPackaged: boolean;
  getLoginItemSettings(): { readonly status?: string };
  setLoginItemSettings(settings: { readonly openAtLogin: boolean }): void;
}

export function loginItem(system: LoginItemSystem = app, platform: NodeJS.Platform = process.platform): LoginItem {
  const isSupported = platform === 'darwin' && system.isPackaged;
  let wasTried = false;
  const state = (): LoginItemState => {
    if (!isSupported) return 'unsupported';
    // `status` exists on macOS 13 and later, which is what Electron needs anyway.
    const status = system.getLoginItemSettings().status as LoginItemState | undefined;
    if (status === undefined || !LOGIN_ITEM_STATES.includes(status)) return 'not-found';
    return status === 'not-found' && !wasTried ? 'not-registered' : status;
  };
  const set = (enabled: boolean) => {
    if (isSupported) {
      system.setLoginItemSettings({ openAtLogin: enabled });
      wasTried = enabled;
    }
    return state();
  };
  return {
    state,
    set,
    // What a person has taken out of the list is `not-registered`, and stays so.
    keep: (wasOn) =>
      wasOn && isSupported && system.getLoginItemSettings().status === 'not-found' ? set(true) : state(),
  };
}

/** Whether macOS has opened the app by itself at log-in. */
export function wasOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
