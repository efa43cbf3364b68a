/**
 * What each problem is told with on its page: values as a person may meet them. A new problem does not compile before it has some here.
 * Several where its sentence has several forms that say more than another number.
 */
import type { ProblemCode, ValuesOf } from '../../src/core/model/problem.ts';
import { because, quote } from '../../src/core/model/reasons.ts';

export type ProblemSamples = {
  readonly [Code in ProblemCode]: readonly [ValuesOf<Code>, ...ValuesOf<Code>[]];
};

const LIBRARY = '~/Pictures/Photos Library.photoslibrary';
const SERVER = 'photos.example.org';
const SUPPORT = '~/Library/Application Support/Immich Sync';

/** By the clock of whoever builds the site, so that all read the same. */
const BACKUP_AT = new Date(2026, 10, 22, 2, 0, 1).getTime();

export const PROBLEM_SAMPLES: ProblemSamples = {
  'not-set-up': [{ missing: 'server' }, { missing: 'key' }],
  'settings-unreadable': [{ path: `${SUPPORT}/settings.json`, reason: because('being-written') }],
  'settings-not-saved': [{ path: `${SUPPORT}/settings.json`, reason: because('no-permission') }],
  'setting-invalid': [{ name: 'schedule.times', reason: because('not-a-time', { value: '2 am' }) }],
  'setting-unknown': [{ word: 'schedule.time', similar: ['schedule.times'] }],
  'album-unknown': [
    { word: 'Lisbon', uuids: [] },
    { word: 'Lisbon', uuids: ['8A6C21F0-…', 'D01B77E4-…'] },
  ],
  'key-malformed': [{ reason: because('key-with-blanks') }],
  'hook-address-unusable': [{ reason: because('no-topic') }],
  'item-unknown': [
    { count: 0, word: 'IMG_0001.HEIC' },
    { count: 2, word: 'IMG_0001.HEIC' },
  ],
  'keychain-locked': [{}],
  'keychain-refused': [{}],
  'keychain-unanswered': [{ minutes: 2 }],
  'keychain-missing': [{ reason: because('no-usable-keychain') }],
  'keychain-unavailable': [{ reason: because('key-not-kept') }],
  'key-unreadable': [{}],
  usage: [{ reason: because('sample-without-deep') }],

  'server-address-invalid': [{ address: 'photos' }],
  'server-unreachable': [
    { server: SERVER, reason: because('nothing-listens') },
    {
      server: 'http://192.168.1.20:2283',
      reason: because('no-way-there'),
      away: SERVER,
      awayReason: because('nothing-listens'),
    },
  ],
  'local-network-refused': [{ server: '192.168.1.20:2283' }],
  'server-not-immich': [{ server: SERVER, reason: because('answer-not-json') }],
  'server-redirects': [{ server: `http://${SERVER}`, target: `https://${SERVER}` }],
  'server-login-page': [{ server: SERVER, reason: because('login-page-at', { host: 'login.example.org' }) }],
  'addresses-differ': [{ server: SERVER, other: 'photos.home.arpa', email: 'anna@example.org' }],
  'client-certificate-unusable': [{ name: 'mac.p12', reason: because('certificate-without-key') }],
  'client-certificate-locked': [{ name: 'mac.p12', reason: because('passphrase-needed') }],
  'connection-secrets-unreadable': [{}],
  'client-certificate-needed': [{ server: SERVER, reason: because('wants-certificate') }],
  'server-certificate': [{ server: SERVER, reason: because('unknown-issuer') }],
  'server-too-old': [{ version: '1.143.1', needed: '2.0.0' }],
  'server-error': [{ what: 'list-albums', status: 500, message: quote('Internal server error') }],
  'key-refused': [{}],
  'key-of-another-user': [{ email: 'robin@example.org', former: 'kim@example.org', server: SERVER }],
  'key-lacks-permission': [{ permissions: ['asset.upload', 'album.create'] }],
  'server-storage-full': [{ message: quote('Quota has been exceeded!') }],

  'library-missing': [{ path: '/Volumes/Photos/Photos Library.photoslibrary' }],
  'library-not-a-library': [{ path: '~/Pictures/Holidays' }],
  'library-no-access': [{ path: LIBRARY }],
  'library-no-access-here': [{ app: 'Terminal', path: LIBRARY }],
  'library-damaged': [{ path: LIBRARY, reason: quote('database disk image is malformed') }],
  'library-busy': [{ path: LIBRARY }],
  'library-shrank': [{ lost: 4_210, before: 12_431 }],
  'library-too-new': [{ reason: because('model-version', { model: 20_500 }) }],

  'photo-not-shown': [{ reason: quote('Not authorised to send Apple events to Photos. (-1743)') }],
  'tool-missing': [{ tool: 'osxphotos' }],
  'tool-too-old': [{ tool: 'immich-go', version: '0.28.0', needed: '0.32.0' }],
  'tool-unusable': [{ tool: 'osxphotos', reason: because('no-permission') }],
  'tool-unreachable': [
    { tool: 'osxphotos', host: 'pypi.org' },
    { tool: 'osxphotos', host: null },
  ],
  'tool-download-wrong': [{ tool: 'immich-go' }],
  'tool-not-installed': [{ tool: 'osxphotos', reason: because('disk-full') }],
  'tool-failed': [{ tool: 'immich-go', reason: because('exit-code', { exitCode: 1 }) }],
  'tool-stalled': [{ tool: 'osxphotos', minutes: 10 }],
  'tool-unknown-output': [{ tool: 'immich-go', count: 3 }],
  'tool-list-unreachable': [{ reason: because('host-unreachable', { host: 'github.com', why: quote('ENOTFOUND') }) }],
  'tool-list-refused': [
    { refusal: 'unreadable' },
    { refusal: 'forged' },
    { refusal: 'replayed' },
    { refusal: 'expired' },
  ],
  'tool-list-too-new': [{}],
  'tool-update-failed': [
    {
      reason: because('set-reads-wrong', {
        tool: 'osxphotos',
        version: '0.78.0',
        why: because('loses-items', { count: 4210, of: 12431 }),
      }),
    },
  ],
  'tool-update-not-ready': [{}],
  'tools-not-ours': [{}],

  'system-too-old': [{ version: 'macOS 12.7', needed: 'macOS 13' }],
  'disk-full': [{ path: '~/Pictures/immich-sync', needed: 2_400_000_000 }],
  'staging-unusable': [{ path: '/Volumes/Staging', reason: because('does-not-exist') }],
  'ledger-unusable': [{ path: `${SUPPORT}/ledger.sqlite`, reason: because('no-permission') }],
  'ledger-busy': [{}],
  'ledger-newer': [{ path: `${SUPPORT}/ledger.sqlite` }],
  'ledger-damaged': [{ aside: `${SUPPORT}/ledger.sqlite.damaged-…`, backupAt: BACKUP_AT }],
  'ledger-damaged-in-use': [{}],
  'ledger-replaced': [
    { aside: `${SUPPORT}/ledger.sqlite.damaged-…`, backupAt: BACKUP_AT },
    { aside: `${SUPPORT}/ledger.sqlite.damaged-…`, backupAt: null },
  ],
  'folder-unusable': [{ path: SUPPORT, reason: because('no-permission') }],
  'old-agent': [{ jobs: ['org.nixos.immich-sync'] }],
  'agent-unsupported': [{}],
  'agent-needs-app-moved': [{}],
  'agent-without-times': [{}],
  'agent-failed': [{ reason: quote('Bootstrap failed: 5: Input/output error') }],
  'hook-failing': [{ service: 'Healthchecks', reason: because('nothing-listens') }],
  'status-file-not-written': [{ path: '~/status.json', reason: because('no-permission') }],
  'another-run': [{ pid: 4_711, since: BACKUP_AT }],
  'report-not-saved': [{ path: '~/Desktop/immich-sync-library.html', reason: because('no-permission') }],
  'diagnostics-not-saved': [{ path: '~/Desktop/immich-sync-diagnostics.zip', reason: because('no-permission') }],
  'run-cut-off': [{ pid: 4_711 }],
  'not-synced-lately': [
    { days: 5, waitingFor: 'server' },
    { days: 5, waitingFor: 'network' },
    { days: 5, waitingFor: 'power' },
  ],
  closed: [{}],
  stopped: [{}],

  'asset-unreadable': [{ count: 2 }],
  'asset-altered': [{ count: 2 }],
  'export-failed': [{ count: 2, reason: because('osxphotos-left-it-out') }],
  'export-differs': [{ count: 2 }],
  'file-unreadable': [{ count: 2, reason: because('disk-error') }],
  'file-empty': [{ count: 2 }],
  'kind-not-taken': [{ count: 2, ending: '.pdf' }],
  'upload-refused': [{ count: 2, reason: quote('Bad Request') }],
  'upload-failed': [{ count: 2, reason: because('connection-lost') }],
  'keeps-failing': [{ count: 2, reason: because('osxphotos-left-it-out') }],
  'waits-for-next-try': [{ count: 2, reason: because('connection-lost') }],
  'not-proved': [{ count: 2 }],
  'contents-damaged': [{ count: 2 }],
  'contents-not-delivered': [{ count: 2 }],
  'download-forbidden': [{}],
  'verified-files-lost': [{ count: 2 }],
  'server-went-back': [{}],
  'records-went-back': [{}],
  'held-back': [{ reasons: [because('server-newer', { version: '4.0.0' })] }],
  'albums-failed': [{ count: 2, reason: quote('500: Internal server error') }],
  'albums-ambiguous': [{ count: 1, name: 'Lisbon' }],
  'live-link-failed': [{ count: 2, reason: quote('500: Internal server error') }],
  'stacks-failed': [{ count: 2, reason: quote('500: Internal server error') }],
  'details-failed': [{ count: 2, reason: quote('500: Internal server error') }],
  'details-not-kept': [{ count: 2 }],
  'fetch-failed': [{ reason: quote('Photos did not answer') }],
  'restore-forbidden': [{}],
  'locked-away': [{ count: 2 }],
  'update-app-translocated': [{}],
  'update-disk-read-only': [{ path: '/Volumes/Immich Sync/Immich Sync.app' }],
  'update-not-permitted': [{ path: '/Applications/Immich Sync.app' }],
  'update-by-nix': [{}],
  'update-checkout': [{}],
  'update-not-on-a-mac': [{}],
  'update-server-unreachable': [{ reason: because('no-internet') }],
  'update-damaged': [{ version: '0.2.0' }],
  'update-failed': [{ version: '0.2.0', reason: quote('its signature is not valid') }],
  'update-needs-newer-macos': [{ version: '0.3.0', needed: 'macOS 14' }],
  'update-busy': [{}],
  unexpected: [{ reason: quote('Cannot read properties of undefined') }],
};
