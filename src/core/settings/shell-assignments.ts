/**
 * Reads the assignments of a shell configuration file without executing anything: quoting as POSIX has it (2.2), comments, line
 * continuation, `export`. What the shell would have to work out (`$name`, `$(…)`, backticks) has no value here.
 */

export interface Assignment {
  readonly name: string;
  /** Null when the shell would have to work it out. */
  readonly value: string | null;
  /** The line on which it begins, from 1. */
  readonly line: number;
}

export interface ShellReading {
  readonly assignments: readonly Assignment[];
  /** Lines that are no assignment, and so were passed over. */
  readonly otherLines: readonly number[];
  /** The line on which a quote begins that never ends; what comes after cannot be told. */
  readonly openQuote: number | null;
}

interface Word {
  text: string;
  /** Where the value begins when the word is an assignment: a name and `=`, both unquoted. */
  assigns: string | null;
  isWorkedOut: boolean;
  /** Whether a part of it was quoted or escaped so far: then it is no name. */
  isQuoted: boolean;
}

export function readShellAssignments(source: string): ShellReading {
  const text = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '');
  const assignments: Assignment[] = [];
  const otherLines: number[] = [];
  let position = 0;
  let line = 1;
  let commandLine = 1;
  let words: Word[] = [];
  let word: Word | null = null;

  const take = (): string => {
    const character = text.charAt(position);
    position += 1;
    if (character === '\n') line += 1;
    return character;
  };
  const add = (piece: string) => {
    if (words.length === 0 && word === null) commandLine = line;
    word ??= { text: '', assigns: null, isWorkedOut: false, isQuoted: false };
    word.text += piece;
    return word;
  };
  const addQuoted = (piece: string) => {
    add(piece).isQuoted = true;
  };
  const endWord = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = () => {
    endWord();
    const [first, ...rest] = words;
    const assigning = first?.assigns === null && first.text === 'export' ? rest : words;
    // `NAME=value command` sets the variable for that command only.
    const isAssignment = assigning.every(
      ({ assigns, text: name }) => assigns !== null || (assigning === rest && isName(name)),
    );
    if (words.length > 0 && !isAssignment) otherLines.push(commandLine);
    else
      for (const { assigns, text: whole, isWorkedOut } of assigning)
        if (assigns !== null)
          assignments.push({
            name: assigns,
            value: isWorkedOut ? null : whole.slice(assigns.length + 1),
            line: commandLine,
          });
    words = [];
  };
  /** Whether the shell would begin to work something out here; a name may follow on the next line, after a backslash. */
  const begins = (character: string): boolean =>
    character === '`' ||
    (character === '$' && /^(?:[A-Za-z0-9_({@*#?!$-]|\\\n)/.test(text.slice(position, position + 2)));
  /** Passes over what the shell would work out; its end is found by brackets, with quotes inside it respected. */
  const passOver = (opening: string) => {
    add('').isWorkedOut = true;
    const ends: string[] = [];
    const open = (character: string) => {
      const end = character === '$' ? CLOSING[text.charAt(position)] : character;
      if (end === undefined) return;
      if (character === '$') take();
      ends.push(end);
    };
    open(opening);
    while (ends.length > 0 && position < text.length) {
      const character = take();
      const end = ends.at(-1);
      if (character === end) ends.pop();
      else if (end === "'") continue;
      else if (character === '\\') take();
      else if (character === '"' || character === '`' || (character === "'" && end !== '"')) ends.push(character);
      else if (character === '$') open('$');
      else if (character === '(' && end === ')') ends.push(')');
    }
    return ends.length === 0;
  };

  while (position < text.length) {
    const startLine = line;
    const character = take();
    if (character === '#' && word === null) {
      while (position < text.length && text.charAt(position) !== '\n') position += 1;
    } else if (character === '\n' || character === ';' || character === '&' || character === '|') endCommand();
    else if (character === ' ' || character === '\t') endWord();
    else if (character === '\\') {
      const next = take();
      if (next !== '\n') addQuoted(next);
    } else if (character === "'") {
      const end = text.indexOf("'", position);
      if (end === -1) return { assignments, otherLines, openQuote: startLine };
      const quoted = text.slice(position, end);
      addQuoted(quoted);
      line += quoted.split('\n').length - 1;
      position = end + 1;
    } else if (character === '"') {
      addQuoted('');
      for (let inside = take(); inside !== '"'; inside = take()) {
        if (inside === '') return { assignments, otherLines, openQuote: startLine };
        if (inside === '\\' && /^["\\$`\n]$/.test(text.charAt(position))) {
          const escaped = take();
          if (escaped !== '\n') add(escaped);
        } else if (begins(inside)) {
          if (!passOver(inside)) return { assignments, otherLines, openQuote: startLine };
        } else add(inside);
      }
    } else if (begins(character)) {
      if (!passOver(character)) return { assignments, otherLines, openQuote: startLine };
    } else if (character === '$' && /["']/.test(text.charAt(position))) {
      // $'…' and $"…" of bash, in which other rules hold.
      add('').isWorkedOut = true;
    } else {
      const current = add(character);
      if (character === '=' && current.assigns === null && !current.isQuoted && isName(current.text.slice(0, -1)))
        current.assigns = current.text.slice(0, -1);
    }
  }
  endCommand();
  return { assignments, otherLines, openQuote: null };
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}' };

const isName = (text: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
