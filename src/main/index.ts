/** The app: puts engine and shell together. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, safeStorage } from 'electron';
import Store from 'electron-store';
import { systemLaunchControl } from '../core/agent/launch-control.ts';
import { Engine } from '../core/engine/engine.ts';
import { HOOKS } from '../core/model/hooks.ts';
import { toProblem } from '../core/model/problem.ts';
import { chooseSecrets } from '../core/secrets/chosen.ts';
import { API_KEY, kindOf, type SecretItem } from '../core/secrets/secrets.ts';
import { type Paths, pathsFor } from '../core/settings/paths.ts';
import { openSettingsAnyway } from '../core/settings/store.ts';
import { UpdateMemory } from '../core/updates/update-memory.ts';
import { strings } from '../shared/strings.ts';
import { offerMove } from './adapters/applications-folder.ts';
import { loginItem } from './adapters/login-item.ts';
import { appWakefulness } from './adapters/system-events.ts';
import { findSystemProxy } from './adapters/system-proxy.ts';
import { Vault } from './adapters/vault.ts';
import { LINK_SCHEME } from './app-link.ts';
import { runCommandLine } from './cli/program.ts';
import { processTerminal } from './cli/terminal.ts';
import { runAsCommand } from './command-process.ts';
import { type IncomingLinks, incomingLinks } from './incoming-links.ts';
import { speak } from './language.ts';
import { declarePageProtocol, type PictureOf } from './page-protocol.ts';
import { openPages } from './pages.ts';
import { picturesOf } from './pictures.ts';
import { scriptsFolder } from './scripts-folder.ts';
import { createEngineServices } from './services/engine-services.ts';
import type { Services } from './services/services.ts';
import { startShell } from './shell.ts';
import { keepHeapSmall } from './small-heap.ts';
import { type AppUpdates, createAppUpdates } from './updates/app-updates.ts';
import { keepPlaces } from './updates/keep-places.ts';
import { cannotStartQuestion } from './windows/question-texts.ts';

keepHeapSmall();
// Certificates are verified, also those of the sites that tools are installed from; connections to the server insist on it by themselves.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
// What this process and its children write is for this user only.
process.umask(0o077);

const launchControl = systemLaunchControl(process.platform);
const environment = process.env;
// Chromium's own reader of switches does not know `--home DIR`, which the command line allows.
const { home } = parseArgs({ strict: false, options: { home: { type: 'string' } } }).values;
const paths = pathsFor({
  home: typeof home === 'string' ? home : undefined,
  platform: process.platform,
  environment,
});

app.setName(strings.product);
// Chromium's own files, apart from ours; with `--home` a test or a second set-up gets its own, and so its own single instance.
app.setPath('userData', join(dirname(paths.settingsFile), 'electron'));
app.enableSandbox();
declarePageProtocol();

// `Immich Sync --cli status` is the `immich-sync` command: the same keychain item, no window, and the app may be running beside it.
const commandLine = process.argv.indexOf('--cli');
if (commandLine !== -1) {
  app.dock?.hide();
  const args = process.argv.slice(commandLine + 1);
  void app.whenReady().then(() => runAsCommand((signal) => runCommand(args, signal)));
} else if (app.requestSingleInstanceLock()) {
  // A home of its own is a test's, or a second set-up: links are for the person's own app.
  if (app.isPackaged && home === undefined) app.setAsDefaultProtocolClient(LINK_SCHEME);
  const links = incomingLinks(process.argv);
  void app.whenReady().then(() => start(paths, links));
} else app.quit();

function runCommand(args: readonly string[], signal: AbortSignal): Promise<number> {
  return runCommandLine(args, {
    terminal: processTerminal(),
    signal,
    openSecrets: (paths, item) => openVault(paths, { mayKeepInMemory: false, item }),
    findProxy: findSystemProxy,
    launchControl,
    version: app.getVersion(),
    program: commandProgram(),
  });
}

/** What starts this app as the `immich-sync` command. */
function commandProgram(): readonly string[] {
  return [process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()]), '--cli'];
}

interface VaultChoice {
  readonly mayKeepInMemory: boolean;
  /** The API key's if not given. */
  readonly item?: SecretItem | undefined;
}

function openVault(paths: Paths, { mayKeepInMemory, item }: VaultChoice): Vault {
  const kind = item === undefined ? API_KEY : kindOf(item);
  return new Vault({
    encryption: safeStorage,
    platform: process.platform,
    file: join(
      dirname(paths.settingsFile),
      item === undefined ? 'key.json' : item === 'connection' ? 'connection-key.json' : `${item}.json`,
    ),
    kind,
    fallback: chooseSecrets({ platform: process.platform, environment, home: paths.home, kind }),
    environment,
    mayKeepInMemory,
  });
}

async function start(paths: Paths, links: IncomingLinks): Promise<void> {
  const appFolder = app.getAppPath();
  let log = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  let pictureOf: PictureOf = async () => null;
  // Until the settings are there, the system's.
  await speak('system');
  const questions = await openPages({
    appFolder,
    onTrouble: (text) => log(text),
    pictureOf: (source, signal) => pictureOf(source, signal),
  });
  try {
    // A home of its own is a test's, or a second set-up: it stays where it was put.
    const wasMoved =
      home === undefined &&
      (await offerMove({
        ask: (question) => questions.ask(question),
        executable: process.execPath,
        wasUsedBefore: existsSync(paths.settingsFile),
        log,
        system: app,
        platform: process.platform,
      }));
    if (wasMoved) return;
    const { engine, services, updates } = await openServices(paths);
    log = (text) => engine.log.warn(text);
    outliveTheUnexpected((error) => engine.log.error('Unexpected', error));
    pictureOf = picturesOf(engine, services);
    await speak(services.language());
    await startShell({ services, updates, questions, appFolder, links, log });
  } catch (error) {
    await questions.ask(cannotStartQuestion(toProblem(error))).catch(() => false);
    app.exit(1);
  }
}

async function openServices(
  paths: Paths,
): Promise<{ readonly engine: Engine; readonly services: Services; readonly updates: AppUpdates }> {
  const vault = openVault(paths, { mayKeepInMemory: true });
  // One each for as long as the app is open: what no keychain takes is in its memory.
  const addresses = new Map(HOOKS.map((hook) => [hook, openVault(paths, { mayKeepInMemory: true, item: hook })]));
  const settings = openSettingsAnyway(paths.settingsFile, {
    createWriter: ({ configName, ...options }) => new Store<Record<string, unknown>>({ ...options, name: configName }),
  });
  const scripts = scriptsFolder();
  const engine = await Engine.open({
    paths,
    secrets: vault,
    hookSecrets: (hook) => addresses.get(hook) ?? openVault(paths, { mayKeepInMemory: true, item: hook }),
    // Its file would outlive a key that is kept in memory alone.
    connectionKey: openVault(paths, { mayKeepInMemory: false, item: 'connection' }),
    scripts,
    environment,
    settings,
    findProxy: findSystemProxy,
    wakefulness: appWakefulness,
  });
  const services = await createEngineServices({
    engine,
    vault,
    version: app.getVersion(),
  });
  const memory = new UpdateMemory(paths.versionsFile, app.getVersion(), (text) => engine.log.warn(text));
  await keepPlaces({
    engine,
    memory,
    login: loginItem(),
    launchControl: app.isPackaged ? launchControl : null,
    program: commandProgram(),
  });
  return { engine, services, updates: createAppUpdates({ engine, memory, appFolder: app.getAppPath() }) };
}

/**
 * Nobody may be there to close the box that Electron shows for an error that nothing has caught, and until then nothing happens, no sync
 * either. It is in the log instead.
 */
function outliveTheUnexpected(tell: (error: unknown) => void): void {
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}
