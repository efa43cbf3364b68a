/** Opening at login, through macOS' own service. The four answers are shown as they are. */
import { app } from 'electron';
import { LOGIN_ITEM_STATES, type LoginItemState } from '../../shared/contract.ts';

export interface LoginItem {
  readonly state: () => LoginItemState;
  readonly set: (enabled: boolean) => LoginItemState;
}

export function loginItem(): LoginItem {
  const isSupported = process.platform === 'darwin' && app.isPackaged;
  const state = (): LoginItemState => {
    if (!isSupported) return 'unsupported';
    // `status` exists on macOS 13 and later, which is what Electron needs anyway.
    const status = app.getLoginItemSettings().status as LoginItemState | undefined;
    return status !== undefined && LOGIN_ITEM_STATES.includes(status) ? status : 'not-found';
  };
  return {
    state,
    set: (enabled) => {
      if (isSupported) app.setLoginItemSettings({ openAtLogin: enabled });
      return state();
    },
  };
}
