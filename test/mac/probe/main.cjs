/**
 * Answers one question about Electron on this system (`--ask=NAME`) with JSON, one line each, and ends. It shows the behaviour that the
 * product relies on where the product itself cannot be asked: its fuses let nobody in.
 */
// biome-ignore lint/correctness/noUndeclaredDependencies: Electron is what starts this file.
const { app, BrowserWindow, dialog, screen, Tray } = require('electron');

const option = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const tell = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

/** Counts how often an interval of 100 ms fires while `during` lasts. */
async function ticksDuring(during) {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 100);
  await during();
  clearInterval(timer);
  return ticks;
}

function openWindow() {
  const window = new BrowserWindow({ width: 400, height: 300, title: 'Probe' });
  window.showInactive();
  return window;
}

const questions = {
  async sqlite() {
    const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(option('file'));
    database.exec('CREATE TABLE kept (value TEXT); INSERT INTO kept VALUES (sqlite_version())');
    const { value } = database.prepare('SELECT value FROM kept').get();
    database.close();
    tell({ sqlite: value, electron: process.versions.electron });
  },

  async 'tray-bounds'() {
    const tray = new Tray(option('icon'));
    const started = Date.now();
    for (const at of [0, 500, 3_000, 10_000]) {
      await wait(Math.max(0, at - (Date.now() - started)));
      tell({ at, bounds: tray.getBounds(), screenHeight: screen.getPrimaryDisplay().bounds.height });
    }
    tray.destroy();
  },

  /** A message box with a window of its own: 2 s, then it is taken back. */
  async 'message-box'() {
    const window = openWindow();
    const closing = new AbortController();
    const ticks = await ticksDuring(async () => {
      const answered = dialog.showMessageBox(window, { message: 'A question', signal: closing.signal });
      await wait(2_000);
      closing.abort();
      await answered;
    });
    tell({ ticks });
    window.destroy();
  },

  /** One without: tells each tick, because on a Mac nothing after it runs. Whoever asks has to end this program. */
  async 'message-box-without-window'() {
    setInterval(() => tell('tick'), 100);
    await wait(1_000);
    tell('asked');
    void dialog.showMessageBox({ message: 'A question' });
    await wait(60_000);
  },

  async 'login-item'() {
    const status = () => app.getLoginItemSettings().status;
    const before = status();
    app.setLoginItemSettings({ openAtLogin: true });
    const on = status();
    app.setLoginItemSettings({ openAtLogin: false });
    tell({ before, on, off: status() });
  },
};

app.setPath('userData', option('user-data'));
app.on('window-all-closed', () => {});
app
  .whenReady()
  .then(() => questions[option('ask')]())
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error?.stack ?? error}\n`);
      app.exit(1);
    },
  );
