/**
 * Takes secrets out of everything that is logged, shown as details or copied. Known secrets are replaced wherever they stand and in the
 * forms that they travel in; what merely looks like one (a header, a query key, an assignment) is replaced too. When something cannot be
 * checked it is withheld: a missing line is better than a key in a log.
 */

export interface Redactor {
  /**
   * From now on this text is never let through, nor its URL-encoded, JSON-quoted and base64 forms. A short one, such as the `1` of a proxy's
   * header, protects nothing and stands everywhere: up to 3 characters it is no secret, up to 7 it is one only where it stands alone.
   */
  addSecret(secret: string): void;
  /** The text without secrets. Never throws. */
  text(text: string): string;
  /** A copy made of plain data without secrets: errors with message, stack and cause, nested objects, whatever is given. Never throws. */
  value(value: unknown): unknown;
}

const REDACTED = '[secret]';
const WITHHELD = '[withheld: it could not be checked for secrets]';
const MAX_DEPTH = 8;
/** Characters. A shorter text is no secret. */
const MIN_LENGTH = 4;
/** Characters from which on a secret is taken out of longer words, too. */
const ANYWHERE = 8;

const VALUE = String.raw`(?:\[secret\]|\\?"(?:[^"\\]|\\[^"])*\\?"|'[^']*'|[^\s"',;&}\]]+)`;
/**
 * Each has the part to keep as its first group; the rest of the match is the secret. Repetitions that come before a fixed part are bounded:
 * without that a long line of a tool could keep the log busy for minutes.
 */
const PATTERNS: readonly RegExp[] = [
  // x-api-key: …   "x-api-key": "…"   apiKey=…   IMMICH_API_KEY="…"   ?key=…   --api-key …
  new RegExp(
    String.raw`((?:\b|_|-)(?:x-api-key|api[-_]?key|immich[a-z_]{0,40}(?:key|token)|(?:access|refresh|session)[-_]?token|password|passwd|secret)\\?["']?\s*[:=]\s*)${VALUE}`,
    'gi',
  ),
  /(--?(?:api-key|admin-api-key|token|password)\s+)\S+/gi,
  /([?&](?:key|token|slug|signature|apikey)=)[^\s&#"']+/gi,
  // Authorization: Bearer …   Cookie: …   and their quoted forms, to the end of the value
  /(\b(?:proxy-)?authorization\\?["']?\s*[:=]\s*\\?["']?(?:(?:basic|bearer|digest|negotiate|token) )?)[^"'\\\r\n}]+/gi,
  /(\bbearer )[\w~+/.=-]{8,}/gi,
  /(\b(?:set-)?cookie\\?["']?\s*[:=]\s*\\?["']?)[^"'\\\r\n]+/gi,
  // https://name:password@host
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']+(?=@)/gi,
];
const SECRET_NAME =
  /^(?:.*[-_])?(?:x-api-key|api[-_]?key|apiKey|token|password|secret|authorization|cookie|set-cookie)$/i;

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let longestFirst: readonly (string | RegExp)[] = [];

  const text = (given: string): string => {
    try {
      let clean = given;
      for (const form of longestFirst) clean = clean.replaceAll(form, REDACTED);
      for (const pattern of PATTERNS) clean = clean.replace(pattern, `$1${REDACTED}`);
      return clean;
    } catch {
      return WITHHELD;
    }
  };

  const copy = (value: unknown, above: readonly object[]): unknown => {
    switch (typeof value) {
      case 'string':
        return text(value);
      case 'bigint':
        return text(String(value));
      case 'symbol':
      case 'function':
        return `[${typeof value}]`;
      case 'object':
        break;
      default:
        return value;
    }
    if (value === null) return null;
    if (above.includes(value)) return '[circular]';
    if (above.length >= MAX_DEPTH) return '[too deep]';
    const inside = [...above, value];
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof URL || value instanceof RegExp) return text(String(value));
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Map)
      return copyEntries(
        [...value].map(([key, item]) => [String(key), item]),
        inside,
      );
    if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => copy(item, inside));
    if (value instanceof Error) {
      const { name, message, stack, cause } = value;
      const own = copyEntries(Object.entries(value), inside);
      return {
        ...own,
        name: text(String(name)),
        message: text(String(message)),
        ...(stack === undefined ? {} : { stack: text(String(stack)) }),
        ...(cause === undefined ? {} : { cause: copy(cause, inside) }),
      };
    }
    return copyEntries(Object.entries(value), inside);
  };

  const copyEntries = (entries: readonly (readonly [string, unknown])[], above: readonly object[]) =>
    Object.fromEntries(
      entries.map(([key, item]) => [text(key), SECRET_NAME.test(key) && item != null ? REDACTED : copy(item, above)]),
    );

  return {
    addSecret(secret) {
      const length = secret.trim().length;
      if (length < MIN_LENGTH) return;
      for (const form of length < ANYWHERE ? [secret.trim()] : formsOf(secret)) forms.add(form);
      longestFirst = [...forms]
        .sort((a, b) => b.length - a.length)
        .map((form) => (form.length < ANYWHERE ? standingAlone(form) : form));
    },
    text,
    value(value) {
      try {
        return copy(value, []);
      } catch {
        return WITHHELD;
      }
    },
  };
}

/** Not as a part of a longer word or number. */
function standingAlone(secret: string): RegExp {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_.])${literal}(?![\\p{L}\\p{N}_]|\\.\\p{N})`, 'gu');
}

/** The ways in which a secret can stand in a text. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    secret.trim(),
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    ...[0, 1, 2].flatMap((offset) => base64Inside(bytes, offset)),
  ].filter((form) => form !== '');
}

/**
 * The part of the base64 of any longer text that only depends on the secret, when the secret begins at `offset` modulo 3 in it
 * (as in `Basic` authorisation). Short secrets have too little of it to tell.
 */
function base64Inside(secret: Buffer, offset: number): readonly string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), secret]);
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor((whole.length * 8) / 6);
  const stable = whole.toString('base64').slice(from, to);
  return stable.length < 8 ? [] : [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
}
