/**
 * Starts the app under test in the older Electron (see provision.ts): does what Electron's own default app does, after shims.cjs.
 *
 * argv: the folder of the app (its package.json names the main file), or a main file itself. It follows `--app=`.
 */
require('./shims.cjs');
const path = require('node:path');
const fs = require('node:fs');
const { app } = require('electron');

// For the benchmark of the start: the popover's hidden window is made right after the icon.
app.once('browser-window-created', () => {
  globalThis.millisecondsToIcon = Date.now() - process.getCreationTime();
});

const given = process.argv.find((argument) => argument.startsWith('--app='))?.slice('--app='.length);
if (given === undefined) throw new Error('--app=FOLDER is missing');
const isFile = fs.statSync(given).isFile();
const folder = isFile ? path.dirname(given) : given;
const manifestPath = path.join(folder, 'package.json');
const manifest = fs.existsSync(manifestPath) ? JSON.parse(fs.readFileSync(manifestPath, 'utf8')) : {};
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name ?? 'Immich Sync');
if (manifest.version !== undefined) app.setVersion(manifest.version);
require(isFile ? given : path.join(folder, manifest.main));
