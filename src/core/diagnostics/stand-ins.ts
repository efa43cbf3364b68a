/**
 * Puts stand-ins in the place of names, the same one for the same name, so that a log can still be followed and tells nobody's name. Two nets: names
 * that are known (of files, albums, people's keywords) are found whole; of what is left every word goes that Immich Sync does not itself use.
 */

export type NameKind = 'file' | 'album' | 'keyword' | 'text' | 'address' | 'folder' | 'user';
type StandInKind = NameKind | 'id' | 'checksum' | 'place' | 'number' | 'word';

export interface KnownName {
  readonly kind: NameKind;
  readonly name: string;
}

export interface StandIns {
  readonly text: (text: string) => string;
  /** A copy of plain data: the texts in it without names, numbers as they are unless they could be coordinates. */
  readonly value: (value: unknown) => unknown;
}

/** In letters; longer ones are found by their beginning. */
const MAX_NAME = 500;
const LETTER = /[\p{L}\p{M}\p{N}_]/u;
/** Of the characters that our own texts are made of, those that are no letters. Everything else outside of ASCII is taken for a name. */
const OURS = '“”‘’…·–—›‹×✓✕≤≥ ';

/** In the order in which they are tried at each place. A match is handed to the function, which gives what is written for it. */
const PATTERNS = [
  // The whole authority: with name and password, port and all.
  [
    'address',
    /([a-z][a-z0-9+.-]{1,20}:\/\/)((?:[^\s/@"'<>“”]{1,300}@)?(?:\[[0-9a-f:.%]+\]|[^\s/"'<>“”‘’?#,;)\]}\\]*[^\s/"'<>“”‘’?#,;)\]}\\.:]))/iuy,
  ],
  ['user', /[\p{L}\p{N}._%+-]{1,100}@[\p{L}\p{N}-]{1,100}(?:\.[\p{L}\p{N}-]{1,100})*/uy],
  ['id', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\p{N}])/iuy],
  ['checksum', /(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![\p{L}\p{N}])/iuy],
  ['time', /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\p{L}\p{N}_])/uy],
  // IPv6 and hardware addresses: a time of day has fewer colons.
  ['network', /(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?:%\w+)?(?![\p{L}\p{N}])/iuy],
  ['network', /\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}])/uy],
  ['place', /-?\d{1,3}\.\d{3,}(?![\p{L}\p{N}.])/uy],
  ['number', /\d{9,}(?![\p{L}\p{N}_.])/uy],
  ['measure', /\d+(?:\.\d+)*(?:ms|s|h|m|d|[kmgt]?b)?(?![\p{L}\p{M}\p{N}_.]*[\p{L}\p{M}\p{N}_])/iuy],
  ['dotted', /[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_()-]*(?:\.[\p{L}\p{M}\p{N}_-]+)+/uy],
  ['word', /[\p{L}\p{M}\p{N}_]+/uy],
] as const;
type PatternName = (typeof PATTERNS)[number][0];

/** @param words as `ownWords` gives them */
export function createStandIns(words: ReadonlySet<string>, known: Iterable<KnownName>): StandIns {
  const numbers = new Map<string, string>();
  const counts = new Map<StandInKind, number>();
  const names = indexed(known, words);

  const standIn = (kind: StandInKind, name: string, ending = ''): string => {
    const key = name.toLowerCase();
    const before = numbers.get(key);
    if (before !== undefined) return before;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const made = `‹${kind} ${count}${ending}›`;
    numbers.set(key, made);
    return made;
  };
  const isOurs = (word: string) => isOwn(word, words);

  const write = (pattern: PatternName, [match, first = '', second = '']: RegExpExecArray): string => {
    switch (pattern) {
      case 'address':
        return isOurs(hostOf(second)) ? `${first}${hostOf(second)}` : `${first}${standIn('address', hostOf(second))}`;
      case 'network':
        return match === '127.0.0.1' || match === '::1' ? match : standIn('address', match);
      case 'time':
      case 'measure':
        return match.replace(/\d{9,}/, () => standIn('number', match));
      case 'dotted':
        return isOurs(match) ? match : dotted(match, words, standIn);
      case 'word':
        return isOurs(match) ? match : standIn('word', match);
      default:
        return standIn(pattern, match);
    }
  };

  const text = (given: string): string => {
    const whole = given.normalize('NFC');
    const lower = whole.toLowerCase();
    // Some letters have a longer lower case: then places do not fit, and only the second net is left.
    const comparable = lower.length === whole.length ? lower : whole;
    let written = '';
    for (let at = 0; at < whole.length; ) {
      const name = knownAt(names, comparable, at);
      if (name !== null) {
        written += standIn(name.kind, name.key, endingOf(name.key, words));
        at += name.key.length;
        continue;
      }
      const found = patternAt(whole, at);
      if (found !== null) {
        written += write(found.pattern, found.match);
        at += found.match[0].length;
        continue;
      }
      const foreign = foreignAt(whole, at);
      written += foreign === '' ? (whole[at] ?? '') : standIn('word', foreign);
      at += Math.max(1, foreign.length);
    }
    return written;
  };

  const value = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (typeof given === 'number') return Number.isInteger(given) ? given : Math.round(given * 100) / 100;
    if (Array.isArray(given)) return given.map(value);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([name, inner]) => [text(name), value(inner)]));
  };
  return { text, value };
}

/** Whether a word, or a dotted one with hyphens, is made of words of ours and numbers alone. */
function isOwn(word: string, words: ReadonlySet<string>): boolean {
  return word
    .toLowerCase()
    .split(/[-()]+/)
    .every((piece) => piece === '' || /^\d+$/.test(piece) || words.has(piece));
}

const hostOf = (authority: string) => authority.slice(authority.lastIndexOf('@') + 1);

/** The ending of a file's name, where it is one that says nothing: `.heic`. */
function endingOf(name: string, words: ReadonlySet<string>): string {
  const [, ending = ''] = /\.([a-z0-9]{2,5})$/i.exec(name) ?? [];
  return ending !== '' && words.has(ending.toLowerCase()) ? `.${ending.toLowerCase()}` : '';
}

function dotted(
  match: string,
  words: ReadonlySet<string>,
  standIn: (kind: StandInKind, name: string, ending?: string) => string,
): string {
  const ending = endingOf(match, words);
  return ending === '' ? standIn('word', match) : standIn('file', match, ending);
}

function patternAt(
  text: string,
  at: number,
): { readonly pattern: PatternName; readonly match: RegExpExecArray } | null {
  for (const [pattern, form] of PATTERNS) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match !== null) return { pattern, match };
  }
  return null;
}

/** Symbols, emoji, marks: no letters and not ours either. */
function foreignAt(text: string, at: number): string {
  let end = at;
  while (
    end < text.length &&
    (text.charCodeAt(end) > 0x7e || text.charCodeAt(end) < 0x09) &&
    !OURS.includes(text[end] ?? '')
  )
    end += 1;
  return text.slice(at, end);
}

interface IndexedName {
  readonly kind: NameKind;
  /** In lower case. */
  readonly key: string;
}

/** By their first two characters, the longest first. */
function indexed(known: Iterable<KnownName>, words: ReadonlySet<string>): ReadonlyMap<string, readonly IndexedName[]> {
  const names = new Map<string, IndexedName[]>();
  const seen = new Set<string>();
  const add = (kind: NameKind, name: string) => {
    const key = name.normalize('NFC').toLowerCase().trim().slice(0, MAX_NAME);
    // A single word of ours stands in our sentences, too, and says nothing; with a stand-in in its place these would tell which it is.
    if (seen.has(key) || key.length < 2 || words.has(key) || !/[^\s\d\p{P}]/u.test(key)) return;
    // The second net finds these as well, and they are as many as there are photos.
    if (kind === 'file' && /^[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*\.\w{2,5}$/u.test(key) && !isOwn(key, words)) return;
    seen.add(key);
    const beginning = key.slice(0, 2);
    const list = names.get(beginning);
    if (list === undefined) names.set(beginning, [{ kind, key }]);
    else list.push({ kind, key });
  };
  for (const { kind, name } of known) {
    add(kind, name);
    // As sentences have it.
    add(kind, name.replace(/\s+/gu, ' '));
  }
  for (const list of names.values()) list.sort((a, b) => b.key.length - a.key.length);
  return names;
}

/** Not inside of a word. */
function knownAt(names: ReadonlyMap<string, readonly IndexedName[]>, text: string, at: number): IndexedName | null {
  if (at > 0 && LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at] ?? '')) return null;
  for (const name of names.get(text.slice(at, at + 2)) ?? []) {
    if (!text.startsWith(name.key, at)) continue;
    const [last, next] = [name.key.at(-1) ?? '', text[at + name.key.length] ?? ''];
    if (!LETTER.test(last) || !LETTER.test(next) || name.key.length === MAX_NAME) return name;
  }
  return null;
}
