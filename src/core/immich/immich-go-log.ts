/**
 * Reads immich-go's JSON log (`--log-type=JSON`), the only thing it writes for machines. Pure. The messages are those of 0.32.0:
 * `internal/fileevent/fileevents.go` for files, `app/{log,app,client}.go` and `app/upload/run.go` for the rest.
 */
import { because, type Explanation, quote, type Reason } from '../model/reasons.ts';

export type ImmichGoEvent =
  /** A picture, film or sidecar was found in the folder. */
  | { readonly kind: 'discovered'; readonly what: 'asset' | 'sidecar'; readonly file: string }
  | { readonly kind: 'uploaded'; readonly file: string }
  /** Not sent, or sent for nothing, because its contents are there already. */
  | { readonly kind: 'duplicate'; readonly file: string }
  /** Not uploaded; `file` may lack its folders for files that immich-go passes over. */
  | { readonly kind: 'failed'; readonly file: string; readonly message: Explanation }
  /** Something failed that the log does not tie to a file. */
  | { readonly kind: 'error'; readonly message: string }
  /** What the guard refuses on purpose shows as an error here. */
  | { readonly kind: 'expected'; readonly message: string }
  /** Carries no news. */
  | { readonly kind: 'notice' }
  | { readonly kind: 'unknown'; readonly line: string };

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly file: string | null;
  /** The line's `error`, `err` or `reason`. */
  readonly detail: string;
}

const NOTICE: ImmichGoEvent = { kind: 'notice' };

/** Messages about files that change nothing for us. */
const QUIET_FILE_MESSAGES = new Set([
  'discovered metadata',
  'associated metadata',
  'missing metadata',
  'stacked',
  'tagged',
  'added to album',
  'live photo',
  'JSON file detected but not from immich-go',
]);

/** Files that immich-go leaves where they are. */
const PASSED_OVER: Readonly<Record<string, Reason>> = {
  'discovered unknown file': because('immich-go-does-not-know-kind'),
  'discovered unsupported file': because('immich-does-not-take-kind'),
  'discovered banned file': because('immich-go-leaves-out-name'),
  'discarded banned': because('immich-go-leaves-out-name'),
  'discarded unsupported': because('immich-does-not-take-kind'),
  'discarded filtered': because('immich-go-left-it-out'),
  'discarded not selected': because('immich-go-left-it-out'),
  'discarded server better': because('immich-go-prefers-another'),
  'incomplete processing': because('immich-go-did-not-come-to-it'),
};

/** What immich-go tries without being asked; the guard refuses all of it. See `guard-rules.ts`. */
const REFUSED_ON_PURPOSE =
  /^(Immich Job command sent|failed to create tag|failed to add assets to tag|Can't create stack)$/;

const SMALL_TALK = [
  /^$/,
  /^immich-go version/,
  /^Log file: /,
  /^Check the (log file|API-TRACE file): /,
  /^Running environment:$/,
  /^Command: /,
  /^Flags:$/,
  /^Arguments:$/,
  /^ {2}"/,
  /^Connection to the server /,
  /^Server status: OK$/,
  /^Server information:$/,
  /^Connected, user: /,
  /^Assets on the server: \d+$/,
  /^created tag$/,
  /^updated tag$/,
  /^Ctrl\+C received/,
];

/** The closing report, which is in the log only when the resuming of jobs went well. */
const REPORT =
  /^(Asset Tracking Report:|Event Report:|=+|Total Assets: .*| {2}\S.*|Discovery \(.*\):|Asset Lifecycle \(.*\):|Processing Events:|No events recorded.*|.*did not reach a final state!)$/;

/** `<call>, <method>, <address>, <status>\n<message>\n`, see `immich/error.go`. */
const CALL_ERROR = /^\w+, (?:GET|POST|PUT|PATCH|DELETE), https?:\/\/\S+?(?:, (\d{3}) [^\n]*)?(?:\n|$)/;

/** Before the error of the call itself, where the server goes away between our own question and immich-go's first one. */
const PING_ERROR = /^error while calling the immich's ping API at this address: \S+:\n/;

export function readLogLine(line: string): ImmichGoEvent {
  const entry = parse(line);
  if (entry === null) return { kind: 'unknown', line };
  const { level, msg, file, detail } = entry;
  return (
    (file === null ? null : fileEvent(msg, file, detail)) ??
    generalEvent(level, msg, detail) ?? { kind: 'unknown', line }
  );
}

function fileEvent(msg: string, file: string, detail: string): ImmichGoEvent | null {
  switch (msg) {
    case 'discovered image':
    case 'discovered video':
      return { kind: 'discovered', what: 'asset', file };
    case 'discovered sidecar':
      return { kind: 'discovered', what: 'sidecar', file };
    case 'uploaded successfully':
    case 'server asset upgraded':
      return { kind: 'uploaded', file };
    case 'server has duplicate':
    case 'discarded local duplicate':
      return { kind: 'duplicate', file };
    case 'metadata updated':
      // Alone it follows a duplicate; with a reason it means that a file of that name and time seemed better, and nothing was sent.
      return detail === '' ? NOTICE : { kind: 'failed', file, message: quote(detail) };
    case 'server error':
    case 'upload failed':
    case 'file access error':
      return { kind: 'failed', file, message: quote(plainMessage(detail === '' ? msg : detail)) };
    default:
      if (msg in PASSED_OVER) return { kind: 'failed', file, message: PASSED_OVER[msg] ?? quote(msg) };
      // The tracker's own complaints ("SetProcessed: asset not in pending state") are about its statistics.
      return QUIET_FILE_MESSAGES.has(msg) || /^(Set\w+: asset not|Asset already tracked)/.test(msg) ? NOTICE : null;
  }
}

function generalEvent(level: string, msg: string, detail: string): ImmichGoEvent | null {
  if (REFUSED_ON_PURPOSE.test(msg)) return { kind: 'expected', message: `${msg}: ${plainMessage(detail)}` };
  if (level === 'ERROR') {
    if (/^Some errors have occurred/.test(msg)) return NOTICE;
    if (msg === 'Error' || msg.startsWith('Too many errors')) return { kind: 'error', message: plainMessage(detail) };
    const call = msg.replace(PING_ERROR, '');
    if (CALL_ERROR.test(call)) return { kind: 'error', message: plainMessage(call) };
    if (/^(Ctrl\+C received|context canceled|No file found|error closing file systems|can't )/.test(msg))
      return { kind: 'error', message: plainMessage(detail === '' ? msg : `${msg}: ${detail}`) };
    return null;
  }
  return SMALL_TALK.some((pattern) => pattern.test(msg)) || REPORT.test(msg) ? NOTICE : null;
}

/**
 * What a call error says without the address of the guard: the server's words, or the status where it had none, without the broken pipe
 * that immich-go adds when a request ends early.
 */
export function plainMessage(error: string): string {
  const status = CALL_ERROR.exec(error)?.[1];
  const words = error
    .replace(CALL_ERROR, '')
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'io: read/write on closed pipe');
  if (words.length > 0) return words.join('; ');
  return status === undefined ? error.trim() : `status ${status}`;
}

/**
 * The path inside the uploaded folder. immich-go writes `<name of the folder>:<path>`, and both may hold colons and line breaks.
 * @returns null when the name does not begin with the folder.
 */
export function relativePathOf(file: string, folderName: string): string | null {
  return file.startsWith(`${folderName}:`) ? file.slice(folderName.length + 1) : null;
}

function parse(line: string): LogLine | null {
  try {
    const fields = JSON.parse(line) as Record<string, unknown>;
    const { level, msg, file } = fields;
    if (typeof level !== 'string' || typeof msg !== 'string') return null;
    const detail = [fields.error, fields.err, fields.reason].find((value) => typeof value === 'string');
    return { level, msg, file: typeof file === 'string' ? file : null, detail: detail ?? '' };
  } catch {
    return null;
  }
}
