/** Made-up states for the screens: the words, numbers and names are this project's own. One fixed morning, so that pictures repeat. */

import { cloudChoices } from '../../src/core/forecast/cloud.ts';
import type { PartKind } from '../../src/core/model/asset.ts';
import { PERMISSIONS } from '../../src/core/model/permissions.ts';
import { makeProblem } from '../../src/core/model/problem.ts';
import { because } from '../../src/core/model/reasons.ts';
import type { EngineHandlers, EngineState } from '../../src/main/services/services.ts';
import type {
  AlbumEntryView,
  AlbumPlace,
  CloudView,
  CoverageView,
  DiagnosticsView,
  DoctorResult,
  FoundItem,
  FoundTool,
  HistoryDay,
  HookView,
  LibraryCheck,
  LibraryMap,
  LogLine,
  PhaseRow,
  PhotoCard,
  PlanPreview,
  ReleaseNotes,
  RemainderItem,
  RunDetails,
  RunItemView,
  RunOutcome,
  RunSummary,
  ServerTest,
  SettingsView,
  ToolCheck,
  UpdateState,
} from '../../src/shared/contract.ts';
import { formatRow } from '../../src/shared/format.ts';
import { detailChangeText } from '../../src/shared/phrases.ts';
import { strings } from '../../src/shared/strings.ts';
import { said, saidLater, saidOf } from './said.ts';

export const NOW = new Date(2026, 10, 20, 8, 40).getTime();
const MINUTE = 60_000;
/** Of an item in Photos. */
const uuidOf = (number: number) => `${number.toString(16).toUpperCase().padStart(8, '0')}-0000-4000-8000-000000000000`;
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, 20 + day, hour, minute).getTime();

export const problem = makeProblem;

const REFUSED = problem('upload-refused', { count: 2, reason: because('immich-does-not-take-kind') });

const cloudOf = (assets: number, bytes: number, perNight: number): CloudView => ({
  ...cloudChoices({ assets, bytes, perNight, isPossible: true, library: 12_431, diskBudget: 10_000_000_000 }),
  perNight,
});

const coverage = (
  assets: number,
  remainder: CoverageView['remainder'] = [],
  verifiedAt: number | null = at(0, 2, 1),
): CoverageView => {
  const missing = remainder.reduce((sum, entry) => sum + entry.count, 0);
  return { assets, complete: assets - missing, incomplete: 0, absent: missing, verifiedAt, remainder };
};

/** One letter a day, the oldest first: digits are new photos by size, `n` nothing new, `w` waited, `x` failed, `o` skipped, `p` partial. */
function days(pattern: string): readonly HistoryDay[] {
  const outcomes: Readonly<Record<string, RunOutcome | null>> = {
    n: 'nothing-new',
    w: 'waited',
    x: 'failed',
    o: 'skipped',
    p: 'partial',
    '.': null,
  };
  return [...pattern].map((letter, index) => {
    const isCount = /\d/.test(letter);
    const uploaded = isCount ? 4 ** (Number(letter) / 2) : letter === 'p' ? 5 : 0;
    return {
      day: at(index - pattern.length + 1, 0),
      outcome: isCount ? 'done' : (outcomes[letter] ?? null),
      uploaded,
      newItems: uploaded,
      failedTries: letter === 'x' ? 1 : 0,
    };
  });
}

const GOOD_DAYS = days('645n3nn465n3wn645n34n3n465n354');

const run = (number: number, changes: Partial<RunSummary>): RunSummary => ({
  run: number,
  trigger: 'schedule',
  outcome: 'done',
  startedAt: at(0, 2),
  endedAt: at(0, 2, 1) + 12_000,
  uploaded: 0,
  newItems: (changes.uploaded ?? 0) - (changes.edits ?? 0),
  edits: 0,
  albumsChanged: 0,
  findings: [],
  reason: null,
  waited: null,
  ...changes,
});

export const RUNS: readonly RunSummary[] = [
  run(214, { uploaded: 17, edits: 3 }),
  run(213, {
    startedAt: at(-1, 2),
    endedAt: at(-1, 2) + 1_400,
    findings: [
      { name: 'deleted', count: 2 },
      { name: 'trashed', count: 1 },
      { name: 'albums-deleted', count: 1 },
    ],
  }),
  run(212, {
    startedAt: at(-2, 2),
    endedAt: at(-2, 2, 41),
    outcome: 'waited',
    reason: said(because('waited-without-success', { until: at(-2, 2, 41), why: because('server-silent') })),
    waited: { reason: 'server', milliseconds: 41 * MINUTE },
  }),
  run(211, { startedAt: at(-3, 18, 22), endedAt: at(-3, 18, 31), trigger: 'manual', uploaded: 212, albumsChanged: 2 }),
  run(210, {
    startedAt: at(-3, 2),
    endedAt: at(-3, 2),
    outcome: 'skipped',
    reason: said(because('waited-without-success', { until: at(-3, 9), why: because('on-battery') })),
  }),
  run(209, {
    startedAt: at(-4, 2),
    endedAt: at(-4, 2, 4),
    outcome: 'partial',
    uploaded: 31,
    reason: saidOf(REFUSED),
  }),
  run(208, { startedAt: at(-5, 9, 12), endedAt: at(-5, 9, 14), trigger: 'catch-up', uploaded: 8 }),
  run(207, { startedAt: at(-6, 2), endedAt: at(-6, 2) + 900, outcome: 'nothing-new' }),
  run(206, { startedAt: at(-7, 2), endedAt: at(-7, 2, 3), outcome: 'interrupted', reason: saidOf(problem('stopped')) }),
  run(205, { startedAt: at(-8, 2), endedAt: at(-8, 2, 1), uploaded: 22, edits: 1 }),
];

/** The one that continues. */
export const RUNNING: RunSummary = {
  run: 215,
  trigger: 'manual',
  outcome: 'running',
  startedAt: at(0, 9),
  endedAt: null,
  uploaded: 0,
  newItems: 0,
  edits: 0,
  albumsChanged: 0,
  findings: [],
  reason: null,
  waited: null,
};

const base: EngineState = {
  status: { state: 'up-to-date' },
  coverage: coverage(12_431, [{ reason: 'original-not-on-this-mac', count: 8 }]),
  importing: null,
  previewing: null,
  checking: null,
  lastCheck: null,
  settingUpTools: null,
  lastRun: RUNS[0] ?? null,
  lastGoodRun: RUNS[0] ?? null,
  triedSince: [],
  nextRunAt: at(1, 2),
  history: GOOD_DAYS,
  problems: [],
  hasServer: true,
  showsPictures: true,
};

const phases = (rows: readonly (readonly [PhaseRow['state'], number | null, number | null])[]): readonly PhaseRow[] =>
  (['library', 'compare', 'export', 'upload', 'details'] as const).map((phase, index) => {
    const [state, done, total] = rows[index] ?? ['next', null, null];
    return { phase, state, done, total };
  });

/** Before the first run, and where the ledger cannot be read. */
const NOTHING_KNOWN = {
  coverage: null,
  importing: null,
  lastRun: null,
  lastGoodRun: null,
  nextRunAt: null,
  history: days('..............................'),
} satisfies Partial<EngineState>;

const keyRefused = problem('key-refused');

/** A first import on its fourth morning; nights of some hours each. */
const importing = {
  ...base,
  coverage: coverage(512_340, [
    { reason: 'not-yet-uploaded', count: 300_214 },
    { reason: 'original-not-on-this-mac', count: 1_204 },
  ]),
  importing: {
    percent: 41,
    millisecondsLeft: 44 * 60 * MINUTE,
    isMeasured: true,
    days: { count: 6, areNights: true },
    limit: 'network',
  },
  lastRun: run(4, {
    startedAt: at(0, 2),
    endedAt: at(0, 7, 12),
    outcome: 'interrupted',
    reason: null,
    uploaded: 53_120,
  }),
  lastGoodRun: null,
  history: days('..........................8999').map((day, index) =>
    index < 26 ? day : { ...day, outcome: 'interrupted' as const },
  ),
} satisfies Partial<EngineState>;

export const STATES = {
  'up-to-date': base,
  complete: { ...base, coverage: coverage(12_431) },
  syncing: {
    ...base,
    coverage: coverage(12_431, [{ reason: 'not-yet-uploaded', count: 340 }]),
    status: {
      state: 'syncing',
      isStopping: false,
      progress: {
        phases: phases([
          ['done', 12_431, null],
          ['done', 12_091, null],
          ['active', 204, 340],
          ['active', 118, 340],
          ['next', null, null],
        ]),
        fraction: 0.35,
        bytesDone: 1_200_000_000,
        bytesTotal: 3_400_000_000,
        bytesPerSecond: 18_000_000,
        millisecondsLeft: 122_000,
      },
    },
  },
  reading: {
    ...base,
    status: {
      state: 'syncing',
      isStopping: false,
      progress: {
        phases: phases([['active', 8_120, null]]),
        fraction: null,
        bytesDone: 0,
        bytesTotal: 0,
        bytesPerSecond: null,
        millisecondsLeft: null,
      },
    },
  },
  importing: { ...importing, status: { state: 'pending', pending: 300_214 } },
  'importing-now': {
    ...importing,
    status: {
      state: 'syncing',
      isStopping: false,
      progress: {
        phases: phases([
          ['done', 512_340, null],
          ['done', 208_112, null],
          ['active', 4_204, 300_214],
          ['active', 5_118, 410_340],
          ['next', null, null],
        ]),
        fraction: 0.014,
        bytesDone: 21_000_000_000,
        bytesTotal: 1_480_000_000_000,
        bytesPerSecond: 11_000_000,
        millisecondsLeft: null,
      },
    },
  },
  'importing-paused': { ...importing, status: { state: 'paused', until: at(0, 9, 40) } },
  paused: { ...base, status: { state: 'paused', until: at(0, 9, 40) } },
  waiting: {
    ...base,
    status: {
      state: 'waiting',
      reason: 'server',
      sentence: null,
      since: at(0, 2),
      until: at(0, 18),
      nextTryAt: NOW + 6 * MINUTE,
    },
    lastRun: run(213, { startedAt: at(-1, 2, 4), endedAt: at(-1, 2, 4), outcome: 'nothing-new' }),
    history: days('645n3nn465n3nn645n34n3n465n35o'),
  },
  attention: {
    ...base,
    coverage: coverage(12_431, [
      { reason: 'refused-by-server', count: 2 },
      { reason: 'original-not-on-this-mac', count: 412, cloud: cloudOf(412, 3_100_000_000, 50) },
    ]),
    status: { state: 'attention', items: 2 },
    problems: [REFUSED],
    history: days('645n3nn465n3wn645n34n3n465n35p'),
    lastRun: run(214, { outcome: 'partial', uploaded: 14, reason: saidOf(REFUSED) }),
  },
  optimised: {
    ...base,
    coverage: coverage(12_431, [
      {
        reason: 'original-not-on-this-mac',
        count: 8_204,
        cloud: { ...cloudOf(8_204, 24_600_000_000, 0), isToBeAsked: true },
      },
    ]),
  },
  'thrown-away': {
    ...base,
    coverage: coverage(12_431, [
      { reason: 'in-server-trash', count: 6 },
      { reason: 'left-out', count: 2 },
      { reason: 'linked-to-twin', count: 6 },
    ]),
  },
  /** Each reason that a person may meet on the page of what is not in Immich. */
  'every-reason': {
    ...base,
    coverage: coverage(12_431, [
      { reason: 'original-not-on-this-mac', count: 2 },
      { reason: 'disk-not-connected', count: 2 },
      { reason: 'file-missing', count: 1 },
      { reason: 'unreadable', count: 1 },
      { reason: 'deleted-in-immich', count: 2 },
      { reason: 'kind-not-taken', count: 2 },
    ]),
    status: { state: 'attention', items: 2 },
    problems: [problem('kind-not-taken', { count: 2, ending: '.psb' })],
  },
  'library-shrank': {
    ...base,
    status: { state: 'error', problem: problem('library-shrank', { lost: 4_310, before: 12_431 }), pending: 0 },
    coverage: coverage(12_431, [{ reason: 'original-not-on-this-mac', count: 8 }], at(-1, 2, 1)),
    lastGoodRun: run(213, { startedAt: at(-1, 2), endedAt: at(-1, 2, 1) }),
    history: days('645n3nn465n3nn645n34n3n465n35x'),
    triedSince: [at(0, 2)],
  },
  'another-user': {
    ...base,
    coverage: null,
    status: {
      state: 'error',
      problem: problem('key-of-another-user', {
        email: 'someone@home.example',
        former: 'you@home.example',
        server: 'https://photos.home.example',
      }),
      pending: 0,
    },
    lastGoodRun: run(213, { startedAt: at(-1, 2), endedAt: at(-1, 2, 1) }),
    history: days('645n3nn465n3nn645n34n3n465n35x'),
    triedSince: [at(0, 2)],
  },
  /** The server has been away for days: the number is as old as the last sync that reached it. */
  'verified-days-ago': {
    ...base,
    coverage: coverage(12_431, [{ reason: 'original-not-on-this-mac', count: 8 }], at(-3, 2, 1)),
    lastRun: run(211, { startedAt: at(-3, 2), endedAt: at(-3, 2, 1) }),
    history: days('645n3nn465n3nn645n34n3n4653...'),
  },
  error: {
    ...base,
    status: { state: 'error', problem: keyRefused, pending: 17 },
    lastGoodRun: run(212, { startedAt: at(-1, 2, 3), endedAt: at(-1, 2, 4) }),
    triedSince: [at(0, 2), at(0, 2, 15), at(0, 8, 31)],
    problems: [keyRefused],
    history: days('645n3nn465n3nn645n34n3n465n3xx'),
  },
  'library-unreadable': {
    ...base,
    status: {
      state: 'error',
      problem: problem('library-no-access', { path: '~/Pictures/Photos Library.photoslibrary' }),
      pending: 0,
    },
    history: days('645n3nn465n3nn645n34n3n465n35x'),
    triedSince: [at(0, 2)],
  },
  'tool-missing': {
    ...base,
    status: { state: 'error', problem: problem('tool-missing', { tool: 'osxphotos' }), pending: 0 },
    history: days('645n3nn465n3nn645n34n3n465n35x'),
    triedSince: [at(0, 2)],
  },
  'server-away': {
    ...base,
    status: {
      state: 'error',
      problem: problem('server-unreachable', {
        server: 'https://photos.home.example',
        reason: because('no-way-there'),
      }),
      pending: 126,
    },
    history: days('645n3nn465n3nn645n34n3n465n35x'),
    triedSince: [at(0, 2), at(0, 2, 15)],
  },
  'ledger-newer': {
    ...base,
    ...NOTHING_KNOWN,
    status: {
      state: 'error',
      problem: problem('ledger-newer', { path: '~/Library/Application Support/Immich Sync/ledger.sqlite' }),
      pending: 0,
    },
  },
  'settings-unreadable': {
    ...base,
    ...NOTHING_KNOWN,
    hasServer: false,
    status: {
      state: 'error',
      problem: problem('settings-unreadable', {
        path: '~/Library/Application Support/Immich Sync/settings.json',
        reason: because('newer-settings', { version: 9, known: 4 }),
      }),
      pending: 0,
    },
  },
  'not-set-up': {
    ...base,
    ...NOTHING_KNOWN,
    status: { state: 'not-set-up', missing: ['server', 'library', 'tools', 'preview'] },
    hasServer: false,
  },
  'setting-up-tools': {
    ...base,
    ...NOTHING_KNOWN,
    status: { state: 'not-set-up', missing: ['tools', 'preview'] },
    settingUpTools: {
      tools: ['osxphotos', 'immich-go'],
      tool: 'osxphotos',
      activity: 'downloading-uv',
      bytes: { done: 11_400_000, total: 17_600_000 },
      fraction: 0.16,
    },
  },
  previewing: {
    ...base,
    ...NOTHING_KNOWN,
    status: { state: 'not-set-up', missing: ['preview'] },
    previewing: {
      phases: phases([
        ['done', 512_340, null],
        ['active', 118_204, 714_518],
      ]),
      fraction: 0.165,
      bytesDone: 0,
      bytesTotal: 0,
      bytesPerSecond: null,
      millisecondsLeft: 118 * MINUTE,
    },
  },
} as const satisfies Record<string, EngineState>;
export type StateName = keyof typeof STATES;

const LOG_TEXT = `02:00:00 info  Scheduled sync of 20/11/2026, 02:00:00.
02:00:00 info  Immich 3.2.1 at https://photos.home.example, signed in as you@home.example.
02:00:15 info  Read 12,431 assets and 67 albums: 14 new, 10 changed, 0 gone.
02:00:16 info  Asked Immich about 20 files: 0 already there.
02:00:16 info  To upload: 20 files of 17 assets.
02:00:41 info  Exported 17 assets (20 files, 96 MB).
02:00:52 warn  osxphotos: it was not tested with this version of macOS.
02:01:02 info  Uploaded 20 files. Verified 20 of 20 by SHA-1.
02:01:10 info  Albums: 1 made, 11 assets added.
02:01:12 info  Done in 72.4 s. 12,423 of 12,431 in Immich, verified.`;

const toLine = (text: string, number: number): LogLine => ({
  number,
  at: null,
  level: text.includes(' warn ') ? 'warn' : text.includes(' error ') ? 'error' : 'info',
  text,
});

export const LOG_LINES: readonly LogLine[] = LOG_TEXT.split('\n').map(toLine);

/** For scrolling: as many lines as the window has to stay smooth with. */
export const MANY_LINES: readonly LogLine[] = Array.from({ length: 10_000 }, (_, index) =>
  toLine(
    index % 997 === 0
      ? `02:00:00 error Line ${index}: the upload of a file failed and is tried again.`
      : `02:00:00 info  Line ${index}: uploaded and verified by SHA-1.`,
    index,
  ),
);

const permissions: ServerTest['permissions'] = PERMISSIONS.map((permission) => ({
  ...permission,
  // A key as the README asks for.
  granted: permission.required,
}));

export const SERVER_TEST: ServerTest = {
  version: '3.2.1',
  judgement: 'tested',
  user: 'you@home.example',
  addresses: [{ url: 'https://photos.home.example', problem: null }],
  problem: null,
  permissions,
  warnings: [],
};

/** Somebody else's Immich answers at the address at home. */
export const TESTED_ELSEWHERE: ServerTest = {
  ...SERVER_TEST,
  addresses: [
    {
      url: 'http://192.168.1.20:2283',
      problem: problem('server-not-recognised', { server: 'http://192.168.1.20:2283', since: 'changed' }),
    },
    { url: 'https://photos.home.example', problem: null },
  ],
};

/** Away from home. */
export const TESTED_AWAY: ServerTest = {
  ...SERVER_TEST,
  addresses: [
    {
      url: 'http://192.168.1.20:2283',
      problem: problem('server-unreachable', { server: 'http://192.168.1.20:2283', reason: because('no-way-there') }),
    },
    { url: 'https://photos.home.example', problem: null },
  ],
};

/** A key that lacks these, in Immich's names. */
export const keyWithout = (...names: readonly string[]): ServerTest => ({
  ...SERVER_TEST,
  problem: problem('key-lacks-permission', { permissions: names }),
  permissions: permissions.map((permission) => ({
    ...permission,
    granted: permission.granted && !names.includes(permission.name),
  })),
});

export const UPDATE: UpdateState = {
  version: '0.1.0',
  phase: 'idle',
  newVersion: null,
  checkedAt: at(0, 8, 10),
  refusal: null,
  problem: null,
  updatedFrom: null,
};

export const NOTES: ReleaseNotes = {
  version: '0.2.0',
  sections: [
    {
      title: 'Added',
      lines: [
        [
          {
            text: 'Duplicates that say different things in Photos are listed with the sync that met them.',
            isCode: false,
          },
        ],
        [
          { text: 'The command ', isCode: false },
          { text: 'immich-sync verify --deep', isCode: true },
          { text: ' reads files back and compares their bytes.', isCode: false },
        ],
      ],
    },
    {
      title: 'Fixed',
      lines: [[{ text: 'A server that is restored to an earlier time is known as one.', isCode: false }]],
    },
  ],
};

export const SETTINGS: SettingsView = {
  values: {
    'server.url': 'https://photos.home.example',
    'server.awayUrl': null,
    'library.path': '~/Pictures/Photos Library.photoslibrary',
    'library.includeHidden': true,
    'library.includeShared': false,
    'library.includeUnpickedBursts': false,
    'library.includeScreenshots': true,
    'library.media': null,
    'library.since': null,
    'library.onlyInAlbums': false,
    'library.versions': 'originals-and-edits',
    'library.albumSeparator': ' / ',
    'albums.which': 'all',
    'albums.chosen': [],
    'albums.emptyDeleted': false,
    'albums.separate': [],
    'albums.adopt': ['Lisbon'],
    'details.hiddenAs': 'archive',
    'details.titles': false,
    'details.favoriteRating': false,
    'details.tagParent': null,
    'details.leader': 'photos',
    'details.hideFound': true,
    'schedule.times': ['02:00', '14:30'],
    'schedule.days': ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    'schedule.everyHours': null,
    'schedule.catchUp': true,
    'conditions.onlyOnPower': false,
    'conditions.minimumBattery': 30,
    'conditions.networks': ['a4:b1:c1:00:00:01 Home'],
    'conditions.avoidHotspots': true,
    'conditions.waitAtMost': 12,
    'storage.stagingFolder': null,
    'storage.diskBudget': 10_000_000_000,
    'cloud.downloadsPerNight': 50,
    'tools.osxphotos': null,
    'tools.immichGo': null,
    'tools.keepUpToDate': true,
    'upload.concurrency': 4,
    'upload.bytesPerSecond': null,
    'upload.twins': 'upload',
    'app.showPictures': true,
    'app.notifications': 'failures',
    'app.language': 'system',
    'updates.automatic': true,
    'updates.channel': 'stable',
    'hooks.healthchecks': true,
    'hooks.webhook': false,
    'hooks.ntfy': 'failures',
    'hooks.statusFile': null,
    'log.level': 'info',
  },
  connections: [],
  key: { state: 'stored', savedAt: at(-17, 19, 12), reason: null },
  loginItem: 'enabled',
  notifications: 'shown',
  nextRuns: [at(0, 14, 30), at(1, 2), at(1, 14, 30)],
  paths: {
    staging: '~/Pictures/immich-sync',
    log: '~/Library/Logs/immich-sync/sync.log',
    settings: '~/Library/Application Support/Immich Sync/settings.json',
    statusFile: '~/Library/Application Support/Immich Sync/status.json',
  },
  notice: null,
};

export const BEHIND_A_PROXY: SettingsView = {
  ...SETTINGS,
  connections: [
    {
      origin: 'https://photos.home.example',
      isUsed: true,
      headers: [
        { name: 'CF-Access-Client-Id', isInSettings: true },
        { name: 'CF-Access-Client-Secret', isInSettings: false },
      ],
      clientCertificate: 'macbook.p12',
      certificateAuthority: 'home-authority.pem',
    },
    {
      origin: 'https://fotos.example.org',
      isUsed: false,
      headers: [{ name: 'Authorization', isInSettings: false }],
      clientCertificate: null,
      certificateAuthority: null,
    },
  ],
};

export const TWO_ADDRESSES: SettingsView = {
  ...SETTINGS,
  values: {
    ...SETTINGS.values,
    'server.url': 'http://192.168.1.20:2283',
    'server.awayUrl': 'https://photos.home.example',
  },
};

export const EMPTY_SETTINGS: SettingsView = {
  ...SETTINGS,
  values: { ...SETTINGS.values, 'server.url': null },
  key: { state: 'none', savedAt: null, reason: null },
};

/** The server is known, the key is not. */
export const NO_KEY_SETTINGS: SettingsView = { ...SETTINGS, key: EMPTY_SETTINGS.key };

const HOOK_STATES: readonly HookView[] = [
  { hook: 'healthchecks', isOn: true, hasAddress: true, last: { at: at(0, 2, 4), failure: null } },
  { hook: 'webhook', isOn: false, hasAddress: false, last: null },
  {
    hook: 'ntfy',
    isOn: true,
    hasAddress: true,
    last: { at: at(0, 2, 4), failure: said(because('not-authorized', { status: 403 })) },
  },
];

const OWN_FOLDER = '/Users/somebody/Library/Application Support/Immich Sync/tools';

const TOOLS: readonly ToolCheck[] = [
  {
    name: 'osxphotos',
    inUse: ownTool('osxphotos/bin/osxphotos', '0.77.2'),
    problem: null,
    others: [],
    offered: null,
  },
  { name: 'immich-go', inUse: ownTool('immich-go/immich-go', '0.32.0'), problem: null, others: [], offered: null },
];

function ownTool(path: string, version: string): FoundTool {
  return { path: `${OWN_FOLDER}/${path}`, by: 'private', version, verdict: 'tested', reason: null };
}

/** A Mac as it was shipped. */
export const NO_TOOLS: readonly ToolCheck[] = TOOLS.map((tool) => ({
  ...tool,
  inUse: null,
  problem: problem('tool-missing', { tool: tool.name }),
  offered: tool.inUse?.version ?? null,
}));

/** A Mac with a newer osxphotos and an immich-go that is too old, both from Homebrew. */
export const TOOLS_OF_HOMEBREW: readonly ToolCheck[] = [
  {
    name: 'osxphotos',
    inUse: {
      path: '/opt/homebrew/bin/osxphotos',
      by: 'homebrew',
      version: '0.78.0',
      verdict: 'newer',
      reason: null,
    },
    problem: null,
    others: [
      {
        path: '/Users/somebody/.local/bin/osxphotos',
        by: 'local-bin',
        version: '0.75.1',
        verdict: 'tested',
        reason: null,
      },
    ],
    offered: '0.77.2',
  },
  {
    name: 'immich-go',
    inUse: null,
    problem: problem('tool-too-old', { tool: 'immich-go', version: '0.31.0', needed: '0.32.0' }),
    others: [
      {
        path: '/opt/homebrew/bin/immich-go',
        by: 'homebrew',
        version: '0.31.0',
        verdict: 'too-old',
        reason: said(because('version-needed', { needed: '0.32.0' })),
      },
    ],
    offered: '0.32.0',
  },
];

const ALBUMS: readonly AlbumEntryView[] = [
  ['Lisbon in Spring', ['Travel', 'Europe'], 214],
  ['North Cape', ['Travel', 'Europe'], 96],
  ['Big Sur', ['Travel'], 158],
  ['Kyōto 京都', ['Travel'], 311],
  ['Adelaide Hills', [], 77],
  ['Best of', [], 48],
  ['Receipts', [], 402],
  ['Sunday Walks 🌲', [], 129],
].map(([title, folders, assets]) => ({
  uuid: String(title),
  title: String(title),
  folders: folders as readonly string[],
  assets: Number(assets),
}));

const partsRow = (...kinds: readonly PartKind[]) =>
  saidLater(() => formatRow(kinds.map((kind) => strings.activity.preview.parts[kind])));
const changesRow = (...changes: readonly string[]) => saidLater(() => formatRow(changes.map(detailChangeText)));

const PREVIEW: PlanPreview = {
  assets: 12_431,
  bytes: 148_000_000_000,
  alreadyThere: 9_870,
  toUpload: 2_553,
  bytesToUpload: 31_000_000_000,
  forecast: { percent: 79, millisecondsLeft: 50 * MINUTE, isMeasured: false, days: null, limit: 'network' },
  onlyInCloud: 5,
  others: [{ reason: 'kind-not-taken', count: 3 }],
  cloud: cloudOf(5, 15_000_000, 0),
  twins: 23,
  twinTreatment: 'upload',
  albumsToMake: 64,
  albumsWithSameName: 3,
  diskNeeded: 11_028_000_000,
  diskKept: 28_000_000,
  diskFree: 214_000_000_000,
  changes: {
    uploads: [
      { uuid: uuidOf(1), name: 'IMG_0412.HEIC', what: partsRow('original', 'edited') },
      { uuid: uuidOf(2), name: 'IMG_0413.HEIC', what: partsRow('original', 'live-video') },
      { uuid: uuidOf(3), name: 'DSCF0917.RAF', what: partsRow('original') },
    ],
    twins: [
      { uuid: uuidOf(4), name: 'IMG_0412.HEIC', phoneName: 'IMG_0412.JPG', takenAt: Date.parse('2025-06-01T09:17:00') },
      { uuid: uuidOf(5), name: 'IMG_0420.MOV', phoneName: 'IMG_0420.MOV', takenAt: Date.parse('2025-06-02T18:40:00') },
    ],
    twinsCount: 23,
    details: [
      { uuid: uuidOf(6), name: 'IMG_0007.HEIC', what: changesRow('favourite', '+Sea') },
      { uuid: uuidOf(7), name: 'IMG_0009.HEIC', what: changesRow('description', 'date') },
    ],
    detailsCount: 2,
    stacks: [{ uuid: uuidOf(6), name: 'IMG_0007.HEIC', what: '' }],
    stacksCount: 1,
    albumsToMake: ['Travel / Europe / Lisbon in Spring'],
    albums: [
      { uuid: null, name: 'Best of', what: saidLater(() => strings.activity.preview.albumMore) },
      {
        uuid: null,
        name: 'Walks',
        what: saidLater(() => strings.activity.preview.albumRename({ to: 'Sunday Walks' })),
      },
    ],
  },
};

export const HUGE_PREVIEW: PlanPreview = {
  ...PREVIEW,
  others: [],
  assets: 512_340,
  bytes: 2_600_000_000_000,
  alreadyThere: 0,
  toUpload: 511_136,
  bytesToUpload: 2_590_000_000_000,
  forecast: {
    percent: 0,
    millisecondsLeft: 82 * 60 * MINUTE,
    isMeasured: false,
    days: { count: 28, areNights: true },
    limit: 'cloud',
  },
  onlyInCloud: 1_204,
  cloud: cloudOf(1_204, 3_600_000_000, 50),
  twins: 0,
  diskNeeded: 16_700_000_000,
  diskKept: 5_700_000_000,
};

/** Most of the library is only in iCloud, and nobody has decided yet. */
export const OPTIMISED_PREVIEW: PlanPreview = {
  ...PREVIEW,
  others: [],
  alreadyThere: 1_674,
  onlyInCloud: 8_204,
  cloud: { ...cloudOf(8_204, 24_600_000_000, 0), isToBeAsked: true },
};

const DOCTOR: readonly DoctorResult[] = [
  {
    check: 'server',
    state: 'good',
    sentence: said(because('immich-answers', { version: '3.2.1', server: 'https://photos.home.example' })),
    problem: null,
    commands: [],
  },
  {
    check: 'key',
    state: 'good',
    sentence: said(because('key-may-all', { email: 'you@home.example' })),
    problem: null,
    commands: [],
  },
  {
    check: 'library',
    state: 'bad',
    sentence: '',
    problem: problem('library-no-access', { path: '~/Pictures/Photos Library.photoslibrary' }),
    commands: [],
  },
  {
    check: 'osxphotos',
    state: 'good',
    sentence: said(because('tool-found', { version: '0.77.2', path: OWN_FOLDER, verdict: 'tested', by: 'private' })),
    problem: null,
    commands: [],
  },
  {
    check: 'immich-go',
    state: 'warning',
    sentence: said(
      because('tool-found', {
        version: 'dev',
        path: '/opt/homebrew/bin/immich-go',
        verdict: 'untested',
        by: 'homebrew',
      }),
    ),
    problem: null,
    commands: [],
  },
  {
    check: 'staging',
    state: 'good',
    sentence: said(because('staging-usable', { path: '~/Pictures/immich-sync' })),
    problem: null,
    commands: [],
  },
  {
    check: 'old-script',
    state: 'bad',
    sentence: '',
    problem: problem('old-agent', { jobs: ['org.nixos.immich-sync'] }),
    commands: ['launchctl bootout gui/501/org.nixos.immich-sync', 'launchctl disable gui/501/org.nixos.immich-sync'],
  },
];

const LIBRARY: LibraryCheck = { path: SETTINGS.values['library.path'], access: 'readable', problem: null };

const DETAILS: RunDetails = {
  ...run(214, { uploaded: 17, edits: 3 }),
  bytesUploaded: 96_000_000,
  alreadyThere: 0,
  verified: 20,
  failed: 0,
  livePhotosLinked: 3,
  albumsCreated: 1,
  albumAssetsAdded: 11,
  albumAssetsRemoved: 0,
  albumsArranged: 0,
  stacksChanged: 3,
  details: [
    { name: 'favorites', count: 4 },
    { name: 'descriptions', count: 1 },
  ],
  conflicts: [],
  contradictions: [],
  // Of a run of the past.
  coverage: coverage(12_431, [{ reason: 'original-not-on-this-mac', count: 8 }], null),
  problems: [],
  durations: [],
};

export function detailsOf(number: number): RunDetails {
  const summary = RUNS.find((candidate) => candidate.run === number) ?? DETAILS;
  if (summary.run === DETAILS.run) return DETAILS;
  return {
    ...DETAILS,
    ...summary,
    albumsCreated: 0,
    albumAssetsAdded: 0,
    livePhotosLinked: 0,
    stacksChanged: 0,
    details: summary.uploaded === 0 ? [] : DETAILS.details,
    problems: summary.outcome === 'partial' ? [REFUSED] : [],
  };
}

/** As many as are only in iCloud in the state `optimised`. */
export const MANY_ITEMS: readonly RemainderItem[] = Array.from({ length: 8_204 }, (_, index) => ({
  uuid: uuidOf(index + 10),
  filename: `IMG_${String(index).padStart(4, '0')}.HEIC`,
  media: 'photo',
  capturedAt: at(-20 - index / 9, 12),
  bytes: 2_400_000 + index * 17,
  detail: null,
  attempts: 0,
  nextTryAt: null,
}));

/** Items of the rarer reasons, with what is known of each. */
const FEW: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  'disk-not-connected': [
    ['DSCF0101.RAF', null],
    ['DSCF0102.RAF', null],
  ],
  'file-missing': [['IMG_0099.JPG', null]],
  unreadable: [['IMG_0666.HEIC', 'Operation not permitted']],
  'deleted-in-immich': [
    ['IMG_1203.HEIC', null],
    ['A very long name of a picture that somebody has scanned and described in its name, second try.tiff', null],
  ],
};

const SAFETIES = ['original-not-on-this-mac', 'not-yet-uploaded', 'not-wanted', 'refused-by-server'] as const;

/** A thousand photos, of which some are not safe. */
export const FOUND: readonly FoundItem[] = Array.from({ length: 1_000 }, (_, index) => ({
  uuid: uuidOf(index + 1),
  filename: `IMG_${4127 + index}.HEIC`,
  capturedAt: `2025-07-${String(28 - (index % 28)).padStart(2, '0')}T21:14:00+00:00`,
  media: index % 11 === 3 ? 'movie' : 'photo',
  isLive: index % 5 === 1,
  safety: index % 9 === 4 ? (SAFETIES[(index >> 2) % SAFETIES.length] ?? 'failing') : 'verified',
}));

const SAFE = FOUND.filter(({ safety }) => safety === 'verified');
const itemsOf = (items: readonly FoundItem[], details: RunItemView['details'] = []): readonly RunItemView[] =>
  items.map((item) => ({ ...item, details }));

/** From the first digital camera on; the middle of a first import, the newest months first. */
export const LIBRARY_MAP: LibraryMap = {
  months: Array.from({ length: 13 * 12 }, (_, index) => ({
    year: 2014 + Math.floor(index / 12),
    month: (index % 12) + 1,
  }))
    .filter(({ year, month }) => (year * 7 + month * 5) % 13 !== 0 && !(year === 2026 && month > 11))
    .map(({ year, month }) => {
      const assets = 40 + ((year * 31 + month * 17) % 900);
      const complete = year >= 2019 ? assets : year < 2016 ? 0 : Math.floor((assets * ((month * 3 + year) % 8)) / 8);
      return {
        month: `${year}-${String(month).padStart(2, '0')}`,
        assets,
        complete,
        reasons:
          complete === assets
            ? []
            : [
                { reason: 'not-yet-uploaded' as const, count: assets - complete - 3 },
                { reason: 'original-not-on-this-mac' as const, count: 3 },
              ],
      };
    }),
  kinds: [
    { kind: 'movie', assets: 3_801, complete: 2_204, reasons: [{ reason: 'not-yet-uploaded', count: 1_597 }] },
    { kind: 'burst', assets: 412, complete: 412, reasons: [] },
    { kind: 'live', assets: 31_740, complete: 25_102, reasons: [{ reason: 'not-yet-uploaded', count: 6_638 }] },
    { kind: 'raw', assets: 2_050, complete: 1, reasons: [{ reason: 'not-yet-uploaded', count: 2_049 }] },
    { kind: 'screenshot', assets: 1_960, complete: 1_960, reasons: [] },
    { kind: 'photo', assets: 23_950, complete: 18_545, reasons: [{ reason: 'not-yet-uploaded', count: 5_405 }] },
  ],
  years: Array.from({ length: 13 }, (_, index) => {
    const year = 2014 + index;
    const assets = 2_000 + ((year * 977) % 5_100);
    const bytes = assets * (1_900_000 + index * 210_000);
    const share = year >= 2019 ? 1 : year < 2016 ? 0 : 0.4;
    const inCloud = year < 2020 ? 120 : 0;
    return {
      year: String(year),
      assets,
      complete: Math.round(assets * share),
      onMac: assets - inCloud,
      macBytes: bytes,
      inCloud,
      cloudBytes: inCloud * 3_000_000,
      verifiedBytes: Math.round(bytes * share),
    };
  }),
  all: {
    assets: 63_913,
    complete: 48_224,
    onMac: 63_193,
    macBytes: 214_000_000_000,
    inCloud: 720,
    cloudBytes: 2_160_000_000,
    verifiedBytes: 161_000_000_000,
  },
};

const ALBUM_TITLES = [
  'Lisbon in Spring',
  'North Cape',
  'Big Sur',
  'Kyōto 京都',
  'Adelaide Hills',
  'Best of',
  'Receipts',
  'Sunday Walks',
  'School play',
];
export const ALBUM_PLACES: readonly AlbumPlace[] = ALBUM_TITLES.map((title, index) => {
  const assets = 12 + ((index * 97) % 411);
  const lacking = index % 3 === 1 ? Math.ceil(assets / (index + 1)) : 0;
  return {
    uuid: `album-${index}`,
    title,
    folders: index < 3 ? ['Travel'] : [],
    assets,
    complete: assets - lacking,
    reasons: lacking === 0 ? [] : [{ reason: 'not-yet-uploaded', count: lacking }],
  };
});

function cardOf(item: FoundItem): PhotoCard {
  const isSafe = item.safety === 'verified';
  const observedAt = isSafe ? at(0, 2) : null;
  const kinds = ['original', 'edited', ...(item.isLive ? (['live-video'] as const) : [])] as const;
  return {
    ...item,
    verifiedAt: observedAt,
    parts: kinds.map((kind) => ({ kind, state: isSafe ? 'verified' : 'not-there', observedAt })),
    albums: ['Iceland/Reykjavík', 'Best of 2025'],
    albumsInImmich: isSafe ? ['Iceland / Reykjavík', 'Best of 2025'] : [],
    title: null,
    caption: 'Midnight sun over the harbour',
    keywords: ['Family', 'Summer', 'Travel'],
    isFavorite: true,
    isHidden: false,
    remoteId: isSafe ? '8e4c5b0a-7c9e-4b0b-9b1e-000000000001' : null,
  };
}

/** What the engine would answer, for all screens; a scene replaces single answers. */
const DIAGNOSTICS: DiagnosticsView = {
  files: [
    { name: 'versions.json', text: '{\n  "immichSync": "1.4.0",\n  "system": "macOS 26.1 arm64"\n}\n' },
    { name: 'state.json', text: '{\n  "isChecked": true\n}\n' },
    { name: 'settings.json', text: '{\n  "server.url": "set"\n}\n' },
    { name: 'doctor.txt', text: '✓ Server: Immich 3.1.0 at https://‹address 1›.\n' },
    { name: 'syncs.json', text: '[]\n' },
    {
      name: 'log.txt',
      text: [
        '2026-11-22 02:00:01 info  Immich 3.1.0 at https://‹address 1›, signed in as ‹user 1›.',
        '2026-11-22 02:00:09 info  Read 12,431 assets and 84 albums: 17 new, 2 changed, 0 gone.',
        '2026-11-22 02:00:11 info  Asked Immich about 19 files: 2 already there.',
        '2026-11-22 02:00:14 info  Album ‹album 1›: renamed in Photos and in Immich; “‹album 2›” stays.',
        '2026-11-22 02:01:40 warn  ‹file 3.heic› was not fetched from iCloud: Photos did not give it.',
        '2026-11-22 02:01:52 info  Uploaded 17 files. Verified 17 of 17 by SHA-1.',
        '2026-11-22 02:01:53 info  Done in 1 min 52 s. 12,423 of 12,431 in Immich, verified.',
        '',
      ].join('\n'),
    },
  ],
};

export const ANSWERS: EngineHandlers = {
  'sync.start': () => null,
  'sync.stop': () => null,
  'sync.pause': () => null,
  'sync.resume': () => null,
  'check.start': () => null,
  'check.stop': () => null,
  'settings.get': () => SETTINGS,
  'settings.change': () => SETTINGS,
  'key.save': () => SETTINGS.key,
  'key.remove': () => EMPTY_SETTINGS.key,
  'server.find': () => ({ url: 'https://photos.home.example', version: '3.2.1', warnings: [] }),
  'server.test': () => SERVER_TEST,
  'header.set': () => SETTINGS,
  'header.remove': () => SETTINGS,
  'certificate.remove': () => SETTINGS,
  'authority.remove': () => SETTINGS,
  'connection.reuse': () => SETTINGS,
  'connection.forget': () => SETTINGS,
  'user.accept': () => null,
  'server.accept': () => null,
  'networks.current': () => ['a4:b1:c1:00:00:01'],
  'library.check': () => LIBRARY,
  'albums.adoptable': () => [
    { name: 'Iceland / Reykjavík', assets: 214 },
    { name: 'Lisbon', assets: 96 },
  ],
  'albums.list': () => ALBUMS,
  'tools.check': () => TOOLS,
  'tools.install': () => TOOLS,
  'tools.cancel': () => null,
  'tools.use': () => TOOLS,
  'tools.update': () => ({ outcome: 'current' }),
  'plan.preview': () => PREVIEW,
  'plan.foretell': () => PREVIEW,
  'plan.cancel': () => null,
  'legacy.find': () => null,
  'legacy.import': () => SETTINGS,
  'doctor.run': () => DOCTOR,
  'hooks.list': () => HOOK_STATES,
  'hooks.set': () => HOOK_STATES,
  'hooks.remove': () => HOOK_STATES,
  'hooks.test': () => HOOK_STATES,
  'about.get': () => [
    { name: 'Immich', version: '3.1.0' },
    { name: 'osxphotos', version: '0.77.2' },
    { name: 'immich-go', version: '0.32.0' },
    { name: 'Electron', version: '44.1.0' },
    { name: 'macOS 26.1', version: 'arm64' },
  ],
  'diagnostics.collect': () => DIAGNOSTICS,
  'history.list': () => RUNS,
  'history.details': ({ run: number }) => detailsOf(number),
  'history.contents': ({ run: number }) =>
    number === 214
      ? {
          groups: [
            { kind: 'new', count: 14, items: itemsOf(SAFE.slice(0, 12)) },
            { kind: 'edit', count: 3, items: itemsOf(SAFE.slice(20, 23)) },
            { kind: 'changed', count: 2, items: itemsOf(SAFE.slice(30, 32), ['favorites', 'keywords']) },
          ],
          albums: [
            { uuid: 'A', name: 'Best of 2026', isNew: false, added: 3, removed: 1, isArranged: false },
            { uuid: 'B', name: 'Travel / Iceland / Reykjavík', isNew: true, added: 12, removed: 0, isArranged: false },
          ],
        }
      : number === 213
        ? { groups: [{ kind: 'deleted', count: 2, items: itemsOf(FOUND.slice(40, 42)) }], albums: [] }
        : { groups: [], albums: [] },
  'history.items': ({ limit, isNewestFirst }) => {
    const items = itemsOf(SAFE.slice(0, isNewestFirst ? limit : 14));
    return isNewestFirst ? items.toReversed() : items;
  },
  'photos.show': () => null,
  'library.map': () => LIBRARY_MAP,
  'library.albums': () => ALBUM_PLACES,
  'library.lacking': ({ limit }) => FOUND.filter(({ safety }) => safety !== 'verified').slice(0, limit),
  'find.open': () => false,
  'find.search': ({ after }) => {
    const items = FOUND.slice(after ?? 0, (after ?? 0) + 200);
    return { total: FOUND.length, items, next: (after ?? 0) + 200 < FOUND.length ? (after ?? 0) + 200 : null };
  },
  'find.card': ({ uuid }) => {
    const item = FOUND.find((one) => one.uuid === uuid);
    return item === undefined ? null : cardOf(item);
  },
  'former-edits.list': () =>
    ['IMG_4394.HEIC', 'IMG_0007.HEIC', 'IMG_0412.HEIC'].map((filename, index) => ({
      remoteId: `8e4c5b0${index}-7c9e-4b0b-9b1e-0000000000${index + 10}`,
      filename,
      replacedAt: at(-1 - 9 * index, 12),
      isUndone: index === 1,
    })),
  'remainder.list': ({ reason }) =>
    Object.hasOwn(FEW, reason)
      ? (FEW[reason] ?? []).map(([filename, detail], index) => ({
          uuid: uuidOf(index + 10),
          filename,
          media: 'photo',
          capturedAt: at(-300 - index, 12),
          bytes: null,
          detail,
          attempts: 0,
          nextTryAt: null,
        }))
      : reason === 'left-out'
        ? ['IMG_0412.HEIC', 'IMG_0413.HEIC'].map((filename, index) => ({
            uuid: uuidOf(index + 10),
            filename,
            media: 'photo',
            capturedAt: at(-210 - index, 12),
            bytes: null,
            detail: null,
            attempts: 0,
            nextTryAt: null,
          }))
        : reason === 'kind-not-taken'
          ? ['scan 3.psb', 'scan 4.psb'].map((filename, index) => ({
              uuid: uuidOf(index + 10),
              filename,
              media: 'photo',
              capturedAt: at(-40 - index, 12),
              bytes: null,
              detail: said(because('kind-not-taken-by-immich', { ending: '.psb' })),
              attempts: 0,
              nextTryAt: null,
            }))
          : reason === 'refused-by-server'
            ? [
                {
                  uuid: uuidOf(41),
                  filename: 'DSCF0917.RAF',
                  media: 'photo',
                  capturedAt: at(-4, 12),
                  bytes: null,
                  detail: said(because('not-like-immich')),
                  attempts: 1,
                  nextTryAt: at(0, 2),
                },
                {
                  uuid: uuidOf(42),
                  filename: 'scan 3.psb',
                  media: 'photo',
                  capturedAt: at(-40, 12),
                  bytes: null,
                  detail: said(because('not-like-immich')),
                  attempts: 5,
                  nextTryAt: at(6, 2),
                },
              ]
            : ['IMG_2041.HEIC', 'IMG_2042.HEIC', 'IMG_2188.MOV', 'IMG_3307.HEIC', 'IMG_3308.HEIC', 'IMG_3790.HEIC'].map(
                (filename, index) => ({
                  uuid: uuidOf(index + 10),
                  filename,
                  media: 'photo',
                  capturedAt: at(-90 - index, 12),
                  bytes: reason === 'original-not-on-this-mac' ? 2_400_000 * (index + 1) : null,
                  detail: null,
                  attempts: 0,
                  nextTryAt: null,
                }),
              ),
  'remainder.decide': () => null,
  'library.confirm': () => null,
  'trash.decide': () => null,
  'log.read': () => LOG_LINES,
};
