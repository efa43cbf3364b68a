/** What the commands about syncs print: `sync`, `stop`, `plan`, `verify`, `status`, `history`, `pause`, `agent`. */
import type { Absence } from '../../../core/model/asset.ts';
import type { RemainderReason } from '../../../core/model/coverage.ts';
import type { ConflictField, Contradiction, Outcome } from '../../../core/model/run-report.ts';
import type { RunOutcome } from '../../contract.ts';

export const syncOutputStrings = {
  /** In the place of the true number, before there is one. */
  notChecked:
    'Not checked on this server yet. Run `immich-sync plan` to compare, or `immich-sync sync` to upload what is missing.',
  /** The true number. */
  verifiedByChecksum: '{complete, number} of {assets, number} in Immich, verified by checksum.',
  /** @param when as “today at 02:01” */
  verifiedWhen: '{complete, number} of {assets, number} in Immich, verified {when}.',
  /** What explains the rest, and the heading of a list. */
  reasons: {
    // Of some only the edit or the film is there.
    'original-not-on-this-mac': '{count, plural, one {# item has} other {# items have}} files that are only in iCloud',
    'disk-not-connected': '{count, plural, one {# item is} other {# items are}} on a disk that is not connected',
    'file-missing':
      '{count, plural, one {# item is missing: Photos has no file here, and it is not in iCloud} other {# items are missing: Photos has no file here, and they are not in iCloud}}',
    unreadable: '{count, plural, one {# item} other {# items}} of the Photos library cannot be read',
    'in-server-trash': '{count, plural, one {# item is} other {# items are}} in Immich’s trash',
    'deleted-in-immich': '{count, plural, one {# item was} other {# items were}} deleted in Immich',
    'refused-by-server': '{count, plural, one {# item was} other {# items were}} refused by Immich',
    failing: '{count, plural, one {# item} other {# items}} could not be uploaded yet',
    'not-yet-uploaded': '{count, plural, one {# item is} other {# items are}} not uploaded yet',
    'kind-not-taken': '{count, plural, one {# item is} other {# items are}} of a kind that Immich does not accept',
    'left-out': '{count, plural, one {# item is} other {# items are}} left out, as you chose',
    'linked-to-twin':
      '{count, plural, one {# item is} other {# items are}} linked to your phone’s copy (there, but not verified by checksum)',
  } as const satisfies Record<RemainderReason, string>,

  /** One of these reasons as a line of its own. */
  reasonLine: '{reason}.',
  /** What a sync found on the server, and what becomes of it. */
  findingLine: '{title}. {detail}',

  /** The address of a problem’s page. */
  see: 'See {url}',
  more: 'and {count, number} more',
  /** Before a line of a table. */
  label: '{name}:',

  outcomes: {
    running: 'Running',
    done: 'Done',
    'nothing-new': 'Nothing new',
    partial: 'Finished with problems',
    skipped: 'Skipped',
    waiting: 'Waiting',
    interrupted: 'Stopped',
    failed: 'Failed',
  } as const satisfies Record<Exclude<RunOutcome, 'waited'>, string>,

  /** While a sync is in progress, one line. */
  progress: {
    preflight: 'Checking the library and the server…',
    gate: 'Looking for changes in Photos…',
    reading: 'Reading the Photos library…',
    readingCount: 'Reading the Photos library… {count, plural, one {# item} other {# items}}',
    files: 'Reading new files… {done, number} of {total, number}',
    comparing: 'Comparing with Immich…',
    exporting: 'Exporting {done, number} of {total, number}',
    uploading: 'uploading {done, number} of {total, number}',
    /** Sizes. */
    bytes: '{done} of {total}',
    speed: '{bytes}/s',
    details: 'Albums and details…',
    detailsCount: 'Albums and details… {done, number} of {total, number}',
    readingBack: 'Reading files back from Immich… {done, number} of {total, number} · {bytes}',
  },

  sync: {
    following: 'A sync is already in progress (process {pid}); following it. Press Ctrl-C to stop following.',
    /** After following was stopped. */
    continues: 'Process {pid} continues the sync; `immich-sync stop` stops it.',
    none: 'No sync is in progress.',
    stopped: 'The sync was stopped.',
    /** How it ended, and how long it took: “Done in 1 min 12 s.” */
    ended: {
      done: 'Done in {duration}.',
      'nothing-new': 'Nothing new in {duration}.',
      partial: 'Finished with problems in {duration}.',
      skipped: 'Skipped in {duration}.',
      interrupted: 'Stopped in {duration}.',
      failed: 'Failed in {duration}.',
    } as const satisfies Record<Outcome, string>,
    uploaded: 'Uploaded and verified: {files, plural, one {# file} other {# files}}, {bytes}.',
    alreadyThere: 'Already in Immich: {files, plural, one {# file} other {# files}}.',
    /** By the permission that the key lacks. */
    keyLacks: {
      stack: 'The API key lacks {permission}, so edits, RAW files and bursts are not stacked.',
      changeStacks: 'The API key lacks {permission}, so a replaced edit stays in its stack.',
      dissolveStacks:
        'The API key lacks {permission}, so a stack is taken apart picture by picture when an edit is undone.',
      listStacks: 'The API key lacks {permission}, so stacks are looked at one by one.',
      tag: 'The API key lacks {permission}, so keywords that change after the upload are not followed.',
      renameAlbums: 'The API key lacks {permission}, so albums keep their first name, order and cover.',
      emptyAlbums: 'The API key lacks {permission}, so pictures stay in albums that Photos took them out of.',
    },
    /** Of a sync of another version. @param consequence a clause in English */
    keyLacksOther: 'The API key lacks {permission}, so {consequence}.',
    albums: 'Albums: {created, number} made, {added, plural, one {# item} other {# items}} added.',
    conflicts: {
      description:
        '{name}: the description was changed in Photos and in Immich; the one from {winner, select, immich {Immich} other {Photos}} was kept.',
      date: '{name}: the date was changed in Photos and in Immich; the one from {winner, select, immich {Immich} other {Photos}} was kept.',
      place:
        '{name}: the place was changed in Photos and in Immich; the one from {winner, select, immich {Immich} other {Photos}} was kept.',
      rating:
        '{name}: the rating was changed in Photos and in Immich; the one from {winner, select, immich {Immich} other {Photos}} was kept.',
      'album-name':
        '{name}: the album’s name was changed in Photos and in Immich; the one from {winner, select, immich {Immich} other {Photos}} was kept.',
    } as const satisfies Record<ConflictField, string>,
    /** @param others names, with the same contents as the one called `name` */
    contradictions: {
      description:
        '{name}: {others} with the same contents {count, plural, one {has} other {have}} another description; Immich gets the one of {name}.',
      date: '{name}: {others} with the same contents {count, plural, one {has} other {have}} another date; Immich gets the one of {name}.',
      place:
        '{name}: {others} with the same contents {count, plural, one {has} other {have}} another place; Immich gets the one of {name}.',
    } as const satisfies Record<Contradiction['field'], string>,
  },

  scheduled: {
    app: 'The app (process {pid}) is open and keeps the schedule itself.',
    nothingDue: 'Nothing is due.',
    nothingDueBefore: 'Nothing is due before {when}.',
    notYet: 'Automatic syncs begin after the first one: run `immich-sync sync` once.',
    anotherRun: 'Another sync is in progress.',
    stopped: 'It was stopped while it waited.',
  },

  agent: {
    none: 'No agent is installed.',
    fileGone: 'The agent {label} is loaded, but its file is gone.',
    loaded: 'The agent {label} is installed and loaded.',
    notLoaded: 'The agent {label} is installed, but not loaded.',
    permissions:
      'It needs its own permissions in System Settings › Privacy & Security: those of {program}, not of this terminal.',
    outdated: 'It is not what the settings say now: run `immich-sync agent install` again.',
    ownHome: 'With --home it is outside of ~/Library/LaunchAgents: launchd forgets it at the next log-out.',
  },

  pause: {
    skipped: 'The sync of {when} is skipped. `immich-sync sync` still syncs.',
    openEnd: 'Paused until `immich-sync resume`. `immich-sync sync` still syncs.',
    until: 'Paused until {when}. `immich-sync sync` still syncs.',
    resumed: 'Automatic syncs are on again.',
  },

  status: {
    notSetUp: 'Not set up yet: `immich-sync config set server URL`, then `immich-sync login`.',
    noKey: 'There is no API key yet: `immich-sync login`.',
    /** How far an import is: “41% in Immich, about 6 nights left”. */
    importing: '{progress}.',
    inCloud: 'In iCloud: {count, plural, one {# original} other {# originals}}, {bytes}.',
    inCloudFetching:
      'In iCloud: {count, plural, one {# original} other {# originals}}, {bytes}, fetching {perNight, number} a night.',
    running: 'A sync is in progress (process {pid}, since {when}).',
    /** @param sync a line of the history */
    lastSync: 'Last sync: {sync}',
    lastSyncNone: 'Last sync: none yet.',
    lastTry: 'Last try: {sync}',
    pausedOpenEnd: 'Paused until `immich-sync resume`.',
    pausedUntil: 'Paused until {when}.',
    /** @param reason a whole sentence */
    waiting: 'The sync due {when} is waiting. {reason}',
    nextTry: 'Next try: {when}, while the app runs.',
    nextSync: 'Next sync: {when}, while the app runs.',
  },

  history: {
    none: 'No sync has run yet.',
    uploaded: '{count, plural, one {# file} other {# files}} uploaded',
    verified: '{complete, number} of {assets, number} verified',
  },

  plan: {
    inPhotos: 'In Photos',
    library: '{count, plural, one {# item} other {# items}}, {bytes}',
    alreadyThere: 'Already there',
    recognised: '{count, plural, one {# file} other {# files}}, recognised by content',
    toUpload: 'To upload',
    upload: '{files, plural, one {# file} other {# files}} of {assets, plural, one {# item} other {# items}}, {bytes}',
    time: 'Time',
    /** @param time as “about 6 nights” @param limit as “depends on network and server” */
    timeLimited: '{time}; {limit}',
    timeGuess: '(an estimate, until the first photos have been uploaded)',
    disk: 'Disk',
    diskNeeded: 'up to {all} on this Mac, {kept} of it for good',
    inCloud: 'In iCloud',
    cloudQuestion:
      'That is {percent, number}% of your library. Photos can download them for the upload, some each night, or not:',
    /** @param command to copy */
    cloudCommand: '{command} (about {nights, plural, one {# night} other {# nights}}), or 0.',
    twins: 'Phone’s copies',
    twinsLinked:
      '{count, plural, one {# item looks like a photo} other {# items look like photos}} from your phone; linked, not uploaded',
    twinsUploaded:
      '{count, plural, one {# item looks like a photo} other {# items look like photos}} from your phone; uploaded as well (see the setting upload.twins)',
    twin: '{name}: the phone’s {phone}, taken {when}',
    albums: 'Albums',
    albumCounts: '{create, number} to make, {extend, number} to extend',
    albumRename: '{from} becomes {to}',
    albumTakeOut: '{album} loses {count, plural, one {# item} other {# items}} that you removed in Photos',
    albumArrange: '{album} gets its order and cover from Photos',
    stacks: 'Stacks',
    stacksToChange: '{count, number} to make or change',
    details: 'Details',
    detailsToChange: '{count, plural, one {# file} other {# files}} to change',
    nothingChanged: 'Nothing was changed on the server.',
  },

  verify: {
    files: 'Files',
    origins: '{uploaded, number} uploaded, {found, number} found there',
    moved: '{count, plural, one {# is} other {# are}} there under another id',
    albums: 'Albums',
    stacks: 'Stacks',
    livePhotos: 'Live Photos',
    details: 'Details',
    /** What is as expected, of each kind. */
    albumsExpected: '{count, plural, one {# entry} other {# entries}} as expected',
    stacksExpected: '{count, plural, one {# stack} other {# stacks}} as expected',
    livePhotosExpected: '{count, plural, one {# pair} other {# pairs}} as expected',
    detailsExpected: '{count, plural, one {# file} other {# files}} as expected',
    notSeen: '{count, number} not seen yet',
    gone: '{count, number} no longer there',
    readBack: 'Read back',
    read: '{files, plural, one {# file} other {# files}}, {bytes}',
    readInPart:
      '{files, plural, one {# file} other {# files}}, {bytes}; {left, plural, one {# file} other {# files}} not read this time',
    asExpected: 'Everything is as expected.',
    unexpected: 'Not as expected: {count, plural, one {# item} other {# items}}. The next sync looks after them.',
    stackGone: 'its stack is gone',
    pairGone: 'not paired with its video',
    /** @param part as “original”, at the beginning of a clause */
    notThere: '{part} not in Immich',
    notThereBecause: '{part} not in Immich ({reason})',
    damaged: '{part} damaged on the server',
    notDelivered: '{part} not handed out by the server',
    /** Why it is not. */
    reasons: {
      'in-server-trash': 'in its trash',
      'deleted-in-immich': 'deleted there',
      'refused-by-server': 'refused',
      failing: 'could not be uploaded yet',
      'kind-not-taken': 'not a kind that Immich accepts',
      'in-icloud': 'only in iCloud',
      'disk-not-connected': 'on a disk that is not connected',
      missing: 'its file is missing',
      'outside-library': 'its file is outside of the library',
      unreadable: 'its file cannot be read',
    } as const satisfies Record<Absence, string> & Record<string, string>,
  },
} as const;
