/**
 * Supplies to the older Electron (see provision.ts) what Electron 45 and Node 24 have and it lacks. Loaded before the app: by launcher.cjs,
 * and by the copy of the package that is started in the tests. The product's code knows nothing of this file.
 */
const Module = require('node:module');
require('core-js/actual');

const { app, safeStorage } = require('electron');

// Node 22 and later: used by execa and undici.
const stream = require('node:stream');
stream.getDefaultHighWaterMark ??= (objectMode) => (objectMode ? 16 : 64 * 1024);
const events = require('node:events');
events.addAbortListener ??= (signal, listener) => {
  if (signal.aborted) queueMicrotask(listener);
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
};
// Node 20.3.
AbortSignal.any ??= (signals) => {
  const joined = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) joined.abort(signal.reason);
    else signal.addEventListener('abort', () => joined.abort(signal.reason), { once: true, signal: joined.signal });
  }
  return joined.signal;
};
const util = require('node:util');
util.styleText ??= (_style, text) => text;
// Node 22.2.
const zlib = require('node:zlib');
zlib.crc32 ??= (bytes) => {
  let check = ~0;
  for (const byte of bytes) {
    check ^= byte;
    for (let bit = 0; bit < 8; bit += 1) check = (check >>> 1) ^ (check & 1 ? 0xed_b8_83_20 : 0);
  }
  return ~check >>> 0;
};
const workers = require('node:worker_threads');
workers.markAsUncloneable ??= () => {};
process.getBuiltinModule ??= (name) => require(name);

// `node:sqlite` came with Node 22.5. A module named `node:…` that does not exist never reaches a resolve hook, hence `_load`.
const load = Module._load;
Module._load = function (request, ...rest) {
  if (request === 'node:sqlite') return load.call(this, require.resolve('@photostructure/sqlite'), ...rest);
  return load.call(this, request, ...rest);
};

// The asynchronous functions came with Electron 40; the plain ones do the same with the same keychain.
safeStorage.isAsyncEncryptionAvailable ??= async () => safeStorage.isEncryptionAvailable();
safeStorage.encryptStringAsync ??= async (text) => safeStorage.encryptString(text);
safeStorage.decryptStringAsync ??= async (bytes) => ({
  result: safeStorage.decryptString(bytes),
  shouldReEncrypt: false,
});

// Chromium refuses to be sandboxed as root, which is what build machines are. The windows' own `sandbox: true` still limits what their
// preload scripts may do; the system's sandbox is tested where the tests do not run as root.
if (process.getuid?.() === 0) app.enableSandbox = () => {};
