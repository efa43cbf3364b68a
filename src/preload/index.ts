/**
 * What a window may do: make the calls and hear the events of the contract, by name. Built as one CommonJS file, because the preload
 * script of a sandboxed window cannot be a module. `ipcRenderer` itself is never handed over.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, CALL_NAMES, CHANNEL_PREFIX, EVENT_NAMES } from '../shared/contract.ts';

const bridge: Bridge = {
  call: (name, ...request) => {
    if (!CALL_NAMES.includes(name)) throw new Error(`There is no call ${String(name)}`);
    return ipcRenderer.invoke(`${CHANNEL_PREFIX}${name}`, request[0] ?? null);
  },
  on: (name, listener) => {
    if (!EVENT_NAMES.includes(name)) throw new Error(`There is no event ${String(name)}`);
    const receive = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(`${CHANNEL_PREFIX}${name}`, receive);
    return () => ipcRenderer.off(`${CHANNEL_PREFIX}${name}`, receive);
  },
};

contextBridge.exposeInMainWorld('immichSync', bridge);
