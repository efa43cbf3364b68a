/** Every picture of the gallery: which window, where in it, in which state, with which answers. */

import { type ProblemArguments, type ProblemCode, ProblemError } from '../../src/core/model/problem.ts';
import { because } from '../../src/core/model/reasons.ts';
import { moveQuestion } from '../../src/main/adapters/applications-folder.ts';
import type { EngineHandlers, EngineState } from '../../src/main/services/services.ts';
import {
  cannotStartQuestion,
  hiddenIconQuestion,
  linkUnknownQuestion,
  pauseLinkQuestion,
  quitQuestion,
  syncLinkQuestion,
} from '../../src/main/windows/question-texts.ts';
import type { Question } from '../../src/main/windows/questions.ts';
import type { UpdateState, WindowName } from '../../src/shared/contract.ts';
import { nameOfMonth } from '../../src/shared/month-grid.ts';
import { placeText } from '../../src/shared/phrases.ts';
import { strings } from '../../src/shared/strings.ts';
import { languageInUse } from '../../src/shared/texts.ts';
import {
  ANSWERS,
  BEHIND_A_PROXY,
  detailsOf,
  EMPTY_SETTINGS,
  FOUND,
  HUGE_PREVIEW,
  keyWithout,
  MANY_ITEMS,
  MANY_LINES,
  NO_KEY_SETTINGS,
  NO_TOOLS,
  NOW,
  OPTIMISED_PREVIEW,
  problem,
  RUNNING,
  RUNS,
  SETTINGS,
  STATES,
  type StateName,
  TESTED_AWAY,
  TESTED_ELSEWHERE,
  TOOLS_OF_HOMEBREW,
  TWO_ADDRESSES,
  UPDATE,
} from './fixtures.ts';
import { said, sentenceOf } from './said.ts';

/** Where the person lives who speaks it. */
export const localeOf = (tag: string): string => (tag === 'en' ? 'en-GB' : tag);

export interface Scene {
  readonly name: string;
  readonly window: WindowName;
  readonly place: string | null;
  readonly state: StateName;
  readonly answers?: Partial<EngineHandlers>;
  /** Of the app itself; otherwise there is none. */
  readonly update?: Partial<UpdateState>;
  /** Names of the buttons to press, in order, before the picture: in English, or where they hold values in the language in use. */
  readonly press?: readonly (string | (() => string))[];
  /** What is otherwise than in its state. */
  readonly shown?: Partial<EngineState>;
  /** Boxes to tick, by their label, before the picture. */
  readonly check?: readonly string[];
  /** For the window of questions: what it asks. */
  readonly question?: () => Question;
  /** Fields to fill before that, by their label. */
  readonly fill?: Readonly<Record<string, string>>;
}

const popover = (state: StateName): Scene => ({ name: `popover-${state}`, window: 'popover', place: null, state });

const fail =
  <Code extends ProblemCode>(code: Code, ...values: ProblemArguments<Code, []>) =>
  () => {
    throw new ProblemError(code, ...values);
  };

const never = () => new Promise<never>(() => {});

export const SCENES: readonly Scene[] = [
  ...(Object.keys(STATES) as StateName[]).map(popover),
  {
    name: 'popover-update-ready',
    window: 'popover',
    place: null,
    state: 'up-to-date',
    update: { phase: 'ready', newVersion: '0.2.0' },
  },
  {
    name: 'popover-updated',
    window: 'popover',
    place: null,
    state: 'attention',
    update: { version: '0.2.0', updatedFrom: '0.1.0' },
  },
  { name: 'settings-general', window: 'settings', place: 'general', state: 'up-to-date' },
  {
    name: 'settings-general-translocated',
    window: 'settings',
    place: 'general',
    state: 'up-to-date',
    update: { refusal: problem('update-app-translocated') },
  },
  {
    name: 'settings-general-damaged',
    window: 'settings',
    place: 'general',
    state: 'up-to-date',
    update: { problem: problem('update-damaged', { version: '0.2.0' }) },
  },
  {
    name: 'settings-general-news',
    window: 'settings',
    place: 'general:news',
    state: 'up-to-date',
    update: { version: '0.2.0', updatedFrom: '0.1.0' },
  },
  { name: 'settings-server', window: 'settings', place: 'server', state: 'up-to-date', press: ['Test connection'] },
  {
    name: 'settings-server-away',
    window: 'settings',
    place: 'server',
    state: 'up-to-date',
    answers: { 'settings.get': () => TWO_ADDRESSES, 'server.test': () => TESTED_AWAY },
    press: ['Test connection'],
  },
  {
    name: 'settings-server-elsewhere',
    window: 'settings',
    place: 'server',
    state: 'up-to-date',
    answers: { 'settings.get': () => TWO_ADDRESSES, 'server.test': () => TESTED_ELSEWHERE },
    press: ['Test connection'],
  },
  {
    name: 'settings-server-stranger',
    window: 'settings',
    place: 'server',
    state: 'error',
    answers: { 'server.test': fail('server-not-recognised', { server: 'http://192.168.1.20:2283', since: 'changed' }) },
    press: ['Test connection'],
  },
  {
    name: 'settings-server-way',
    window: 'settings',
    place: 'server',
    state: 'up-to-date',
    answers: { 'settings.get': () => BEHIND_A_PROXY },
  },
  {
    name: 'settings-server-wrong-key',
    window: 'settings',
    place: 'server',
    state: 'error',
    answers: { 'server.test': fail('key-refused') },
    press: ['Test connection'],
  },
  {
    name: 'settings-server-key-lacks',
    window: 'settings',
    place: 'server',
    state: 'up-to-date',
    answers: { 'server.test': () => keyWithout('albumAsset.create') },
    press: ['Test connection'],
  },
  {
    name: 'settings-server-unreachable',
    window: 'settings',
    place: 'server',
    state: 'up-to-date',
    answers: {
      'server.test': fail('server-unreachable', {
        server: 'https://photos.home.example',
        reason: because('no-answer-in-time'),
      }),
    },
    press: ['Test connection'],
  },
  { name: 'settings-replace-key', window: 'settings', place: 'server:key', state: 'error' },
  {
    name: 'settings-key-in-memory',
    window: 'settings',
    place: 'server',
    state: 'up-to-date',
    answers: {
      'settings.get': () => ({
        ...SETTINGS,
        key: { state: 'memory-only', savedAt: null, reason: sentenceOf(problem('keychain-refused')) },
        notice: said(because('settings-set-aside', { path: 'settings.damaged.json' })),
      }),
    },
  },
  { name: 'settings-library', window: 'settings', place: 'library', state: 'up-to-date' },
  {
    name: 'settings-library-narrow',
    window: 'settings',
    place: 'library',
    state: 'up-to-date',
    answers: {
      'settings.get': () => ({
        ...SETTINGS,
        values: {
          ...SETTINGS.values,
          'library.since': '2020-01-01',
          'library.versions': 'edits',
          'details.hiddenAs': 'locked',
          'library.onlyInAlbums': true,
        },
      }),
    },
  },
  {
    name: 'settings-albums-adopt',
    window: 'settings',
    place: 'albums',
    state: 'up-to-date',
    press: ['Look for them…'],
  },
  {
    name: 'settings-albums-separate',
    window: 'settings',
    place: 'albums',
    state: 'up-to-date',
    answers: {
      'settings.get': () => ({ ...SETTINGS, values: { ...SETTINGS.values, 'albums.separate': ['Lisbon'] } }),
    },
    press: ['Look for them…'],
  },
  { name: 'settings-albums', window: 'settings', place: 'albums', state: 'up-to-date' },
  {
    name: 'settings-albums-chosen',
    window: 'settings',
    place: 'albums',
    state: 'up-to-date',
    answers: {
      'settings.get': () => ({
        ...SETTINGS,
        values: { ...SETTINGS.values, 'albums.which': 'except', 'albums.chosen': ['North Cape', 'Receipts'] },
      }),
    },
  },
  {
    name: 'settings-details',
    window: 'settings',
    place: 'details',
    state: 'up-to-date',
    answers: {
      'settings.get': () => ({
        ...SETTINGS,
        values: { ...SETTINGS.values, 'details.tagParent': 'Photos', 'details.favoriteRating': true },
      }),
    },
  },
  {
    name: 'settings-library-unreadable',
    window: 'settings',
    place: 'library',
    state: 'library-unreadable',
    answers: {
      'library.check': () => ({
        path: SETTINGS.values['library.path'],
        access: 'no-access',
        problem: problem('library-no-access', { path: SETTINGS.values['library.path'] }),
      }),
    },
  },
  { name: 'settings-schedule', window: 'settings', place: 'schedule', state: 'up-to-date' },
  {
    name: 'settings-schedule-hourly',
    window: 'settings',
    place: 'schedule',
    state: 'up-to-date',
    answers: {
      'settings.get': () => ({
        ...SETTINGS,
        values: { ...SETTINGS.values, 'schedule.everyHours': 6, 'schedule.days': ['mon', 'tue', 'wed', 'thu', 'fri'] },
        loginItem: 'requires-approval',
      }),
    },
  },
  {
    name: 'settings-general-versions',
    window: 'settings',
    place: 'general',
    state: 'up-to-date',
    // Far down: pressing it brings it into the picture.
    press: ['Copy'],
  },
  {
    name: 'settings-general-no-notifications',
    window: 'settings',
    place: 'general',
    state: 'up-to-date',
    answers: { 'settings.get': () => ({ ...SETTINGS, loginItem: 'requires-approval', notifications: 'failed' }) },
    // Far down: pressing it brings it into the picture.
    press: ['Send a test'],
  },
  { name: 'settings-monitoring', window: 'settings', place: 'monitoring', state: 'up-to-date' },
  {
    name: 'settings-monitoring-address',
    window: 'settings',
    place: 'monitoring',
    state: 'up-to-date',
    press: [() => strings.settings.monitoring.of({ action: strings.settings.monitoring.setUp, service: 'Webhook' })],
  },
  { name: 'settings-tools', window: 'settings', place: 'tools', state: 'up-to-date' },
  { name: 'settings-advanced', window: 'settings', place: 'advanced', state: 'up-to-date' },
  {
    name: 'settings-tools-of-homebrew',
    window: 'settings',
    place: 'tools',
    state: 'tool-missing',
    answers: { 'tools.check': () => TOOLS_OF_HOMEBREW },
  },
  { name: 'settings-doctor', window: 'settings', place: 'advanced', state: 'up-to-date', press: ['Run checks'] },
  { name: 'settings-tool-updates', window: 'settings', place: 'tools', state: 'up-to-date', press: ['Check now'] },
  { name: 'activity-find', window: 'activity', place: `find:${FOUND[2]?.uuid}`, state: 'up-to-date' },
  {
    name: 'activity-library',
    window: 'activity',
    place: 'library',
    state: 'up-to-date',
    press: [() => placeText(nameOfMonth('2018-07', localeOf(languageInUse())), 617, 539)],
  },
  { name: 'activity-library-albums', window: 'activity', place: 'library:albums', state: 'up-to-date' },
  {
    name: 'activity-library-checking',
    window: 'activity',
    place: 'library:kinds',
    state: 'up-to-date',
    shown: { checking: { files: { done: 5_000, total: 16_210 } } },
  },
  {
    name: 'activity-library-checked',
    window: 'activity',
    place: 'library:albums',
    state: 'attention',
    shown: {
      lastCheck: {
        at: '2026-11-20T08:40:00Z',
        assets: 12_431,
        complete: 12_417,
        lost: 3,
        thrownAway: 11,
        moved: 0,
        apart: 1,
      },
    },
  },
  { name: 'activity-library-kinds', window: 'activity', place: 'library:kinds', state: 'syncing' },
  { name: 'activity-library-storage', window: 'activity', place: 'library:storage', state: 'up-to-date' },
  {
    name: 'activity-library-table',
    window: 'activity',
    place: 'library:storage',
    state: 'up-to-date',
    check: ['As table'],
  },
  {
    name: 'activity-find-nothing',
    window: 'activity',
    place: 'find',
    state: 'up-to-date',
    fill: { 'Find a photo': 'Atlantis' },
    answers: { 'find.search': () => ({ total: 0, items: [], next: null }) },
  },
  { name: 'activity-run', window: 'activity', place: null, state: 'up-to-date' },
  {
    name: 'activity-running',
    window: 'activity',
    place: 'run:215',
    state: 'syncing',
    answers: { 'history.list': () => [RUNNING, ...RUNS], 'history.details': () => ({ ...detailsOf(215), ...RUNNING }) },
  },
  { name: 'activity-run-items', window: 'activity', place: 'items:214:new', state: 'up-to-date' },
  { name: 'activity-day', window: 'activity', place: `day:${new Date(2026, 10, 17).getTime()}`, state: 'up-to-date' },
  { name: 'activity-partial', window: 'activity', place: 'run:209', state: 'attention' },
  { name: 'activity-skipped', window: 'activity', place: 'run:210', state: 'up-to-date' },
  { name: 'activity-live-log', window: 'activity', place: 'log', state: 'syncing' },
  {
    name: 'activity-many-lines',
    window: 'activity',
    place: 'log',
    state: 'syncing',
    answers: { 'log.read': () => MANY_LINES },
    fill: { 'Search the log': 'failed' },
  },
  { name: 'activity-not-in-immich', window: 'activity', place: 'remainder', state: 'attention' },
  {
    name: 'activity-not-in-immich-many',
    window: 'activity',
    place: 'remainder',
    state: 'optimised',
    answers: { 'remainder.list': ({ limit }) => MANY_ITEMS.slice(0, limit) },
  },
  {
    name: 'activity-not-in-immich-no-pictures',
    window: 'activity',
    place: 'remainder',
    state: 'attention',
    shown: { showsPictures: false },
  },
  {
    name: 'activity-find-no-pictures',
    window: 'activity',
    place: `find:${FOUND[2]?.uuid}`,
    state: 'up-to-date',
    shown: { showsPictures: false },
  },
  {
    name: 'activity-run-no-pictures',
    window: 'activity',
    place: null,
    state: 'up-to-date',
    shown: { showsPictures: false },
  },
  { name: 'activity-thrown-away', window: 'activity', place: 'remainder', state: 'thrown-away' },
  { name: 'activity-findings', window: 'activity', place: 'run:213', state: 'up-to-date' },
  { name: 'activity-every-reason', window: 'activity', place: 'remainder', state: 'every-reason' },
  { name: 'activity-nothing-counted', window: 'activity', place: 'remainder', state: 'not-set-up' },
  {
    name: 'activity-conflicts',
    window: 'activity',
    place: 'run:214',
    state: 'up-to-date',
    answers: {
      'history.contents': () => ({ groups: [], albums: [] }),
      'history.details': () => ({
        ...detailsOf(214),
        conflicts: [
          {
            uuid: FOUND[0]?.uuid ?? null,
            filename: 'IMG_0412.HEIC',
            field: 'description',
            photos: 'Tram 28 never came',
            immich: 'The tram',
            winner: 'photos',
          },
          {
            uuid: FOUND[1]?.uuid ?? null,
            filename: 'IMG_0007.HEIC',
            field: 'rating',
            photos: '5',
            immich: '3',
            winner: 'immich',
          },
        ],
        contradictions: [
          {
            filename: 'IMG_0412.HEIC',
            field: 'date',
            value: '2024-06-01T10:00:00+02:00',
            others: [{ filename: 'IMG_0412 copy.HEIC', value: '2020-01-01T10:00:00+02:00' }],
          },
        ],
      }),
    },
  },
  { name: 'activity-former-edits', window: 'activity', place: 'former', state: 'up-to-date' },
  {
    name: 'activity-former-edits-none',
    window: 'activity',
    place: 'former',
    state: 'up-to-date',
    answers: { 'former-edits.list': () => [] },
  },
  {
    name: 'activity-diagnostics',
    window: 'activity',
    place: 'diagnostics',
    state: 'up-to-date',
    press: ['log.txt'],
  },
  { name: 'activity-preview', window: 'activity', place: 'preview', state: 'up-to-date' },
  { name: 'activity-all-there', window: 'activity', place: 'remainder', state: 'complete' },
  {
    name: 'activity-empty',
    window: 'activity',
    place: null,
    state: 'not-set-up',
    answers: { 'history.list': () => [], 'log.read': () => [] },
  },
  {
    name: 'setup-server',
    window: 'setup',
    place: 'server',
    state: 'not-set-up',
    answers: { 'settings.get': () => EMPTY_SETTINGS },
  },
  {
    name: 'setup-server-legacy',
    window: 'setup',
    place: 'server',
    state: 'not-set-up',
    answers: {
      'settings.get': () => EMPTY_SETTINGS,
      'legacy.find': () => ({
        path: '~/.config/immich-sync/config',
        serverUrl: 'https://photos.home.example',
        hasKey: true,
        stagingFolder: '~/Pictures/immich-sync',
        unloadCommand: 'launchctl bootout gui/501/org.nixos.immich-sync',
      }),
    },
    press: ['Use it'],
  },
  {
    name: 'setup-server-login-page',
    window: 'setup',
    place: 'server',
    state: 'not-set-up',
    answers: {
      'settings.get': () => EMPTY_SETTINGS,
      'server.find': fail('server-login-page', {
        server: 'https://photos.home.example',
        reason: because('login-page-at', { host: 'home.cloudflareaccess.com' }),
      }),
    },
    fill: { Address: 'https://photos.home.example' },
    press: ['Connect'],
  },
  { name: 'setup-server-connected', window: 'setup', place: 'server', state: 'not-set-up' },
  {
    name: 'setup-server-unreachable',
    window: 'setup',
    place: 'server',
    state: 'not-set-up',
    answers: {
      'settings.get': () => EMPTY_SETTINGS,
      'server.find': fail('server-unreachable', {
        server: 'https://photos.home.example',
        reason: because('no-answer-in-time'),
      }),
    },
    fill: { Address: 'photos.home.example' },
    press: ['Connect'],
  },
  {
    name: 'setup-key',
    window: 'setup',
    place: 'key',
    state: 'not-set-up',
    answers: { 'settings.get': () => NO_KEY_SETTINGS },
  },
  { name: 'setup-key-good', window: 'setup', place: 'key', state: 'not-set-up' },
  {
    name: 'setup-key-lacks',
    window: 'setup',
    place: 'key',
    state: 'not-set-up',
    answers: { 'server.test': () => keyWithout('albumAsset.create') },
  },
  {
    name: 'setup-key-lacks-many',
    window: 'setup',
    place: 'key',
    state: 'not-set-up',
    answers: { 'server.test': () => keyWithout('asset.read', 'album.create', 'album.read', 'albumAsset.create') },
  },
  {
    name: 'setup-key-wrong',
    window: 'setup',
    place: 'key',
    state: 'not-set-up',
    answers: { 'settings.get': () => NO_KEY_SETTINGS, 'server.test': fail('key-refused') },
    fill: { 'API key': 'not-a-real-key' },
    press: ['Check'],
  },
  { name: 'setup-library', window: 'setup', place: 'library', state: 'not-set-up' },
  {
    name: 'setup-library-not-asked',
    window: 'setup',
    place: 'library',
    state: 'not-set-up',
    answers: {
      'library.check': () => ({ path: SETTINGS.values['library.path'], access: 'not-asked', problem: null }),
    },
  },
  {
    name: 'setup-library-no-access',
    window: 'setup',
    place: 'library',
    state: 'not-set-up',
    answers: {
      'library.check': () => ({
        path: SETTINGS.values['library.path'],
        access: 'no-access',
        problem: problem('library-no-access', { path: SETTINGS.values['library.path'] }),
      }),
    },
  },
  { name: 'setup-tools', window: 'setup', place: 'tools', state: 'not-set-up' },
  {
    name: 'setup-tools-missing',
    window: 'setup',
    place: 'tools',
    state: 'not-set-up',
    answers: { 'tools.check': () => NO_TOOLS },
  },
  {
    name: 'setup-tools-setting-up',
    window: 'setup',
    place: 'tools',
    state: 'setting-up-tools',
    answers: { 'tools.check': () => NO_TOOLS },
  },
  {
    name: 'setup-tools-unreachable',
    window: 'setup',
    place: 'tools',
    state: 'not-set-up',
    answers: {
      'tools.check': () => NO_TOOLS,
      'tools.install': fail('tool-unreachable', { tool: 'osxphotos', host: 'files.pythonhosted.org' }),
    },
    press: ['Set up both'],
  },
  {
    name: 'setup-preview-counting',
    window: 'setup',
    place: 'preview',
    state: 'not-set-up',
    answers: { 'plan.preview': never },
  },
  {
    name: 'setup-preview-reading',
    window: 'setup',
    place: 'preview',
    state: 'previewing',
    answers: { 'plan.preview': never },
  },
  { name: 'setup-preview', window: 'setup', place: 'preview', state: 'not-set-up' },
  {
    name: 'setup-preview-huge',
    window: 'setup',
    place: 'preview',
    state: 'not-set-up',
    answers: { 'plan.preview': () => HUGE_PREVIEW },
  },
  {
    name: 'setup-preview-optimised',
    window: 'setup',
    place: 'preview',
    state: 'not-set-up',
    answers: { 'plan.preview': () => OPTIMISED_PREVIEW },
  },
  { name: 'activity-only-in-icloud', window: 'activity', place: 'remainder', state: 'optimised' },
  {
    name: 'question-move',
    window: 'question',
    place: null,
    state: 'not-set-up',
    question: () => moveQuestion('translocated'),
  },
  { name: 'question-quit', window: 'question', place: null, state: 'syncing', question: quitQuestion },
  { name: 'question-link-sync', window: 'question', place: null, state: 'up-to-date', question: syncLinkQuestion },
  {
    name: 'question-link-pause',
    window: 'question',
    place: null,
    state: 'up-to-date',
    question: () => pauseLinkQuestion(NOW + 3_600_000, NOW, localeOf(languageInUse())),
  },
  {
    name: 'question-link-unknown',
    window: 'question',
    place: null,
    state: 'up-to-date',
    question: () => linkUnknownQuestion('immich-sync://open/sesame'),
  },
  {
    name: 'question-hidden-icon',
    window: 'question',
    place: null,
    state: 'up-to-date',
    question: hiddenIconQuestion,
  },
  {
    name: 'question-cannot-start',
    window: 'question',
    place: null,
    state: 'up-to-date',
    question: () =>
      cannotStartQuestion(problem('ledger-newer', { path: '~/Library/Application Support/Immich Sync/ledger.sqlite' })),
  },
];

export const updateOf = (scene: Scene): UpdateState => ({ ...UPDATE, ...scene.update });

export function answersOf(scene: Scene): EngineHandlers {
  return { ...ANSWERS, ...scene.answers };
}
