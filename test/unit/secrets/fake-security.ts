/**
 * Acts like macOS's `security`, for one folder instead of a keychain: `find-generic-password`, `delete-generic-password` and, through `-i`,
 * `add-generic-password` read from standard input with the line splitting of Apple's SecurityTool/security.c. Notes its arguments.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', ...args] = process.argv.slice(2);
const itemsFile = join(folder, 'items.json');
const items: Record<string, string> = existsSync(itemsFile) ? JSON.parse(readFileSync(itemsFile, 'utf8')) : {};
appendFileSync(join(folder, 'arguments.txt'), `${JSON.stringify(args)}\n`);

const failure = join(folder, 'fails-with');
if (existsSync(failure)) process.exit(Number(readFileSync(failure, 'utf8')));
process.exitCode = args[0] === '-i' ? interactive(readFileSync(0, 'utf8')) : execute(args);

function interactive(input: string): number {
  let result = 0;
  for (const line of input.split('\n')) if (line !== '') result = execute(splitLine(line));
  return result;
}

function execute([command, ...words]: readonly string[]): number {
  const option = (name: string) => words[words.indexOf(name) + 1] ?? '';
  const item = JSON.stringify([option('-s'), option('-a')]);
  switch (command) {
    case 'add-generic-password':
      if (existsSync(join(folder, 'loses-items'))) return 0;
      if (item in items && !words.includes('-U')) return 45;
      items[item] = option('-w');
      break;
    case 'delete-generic-password':
      if (!(item in items)) return notFound();
      delete items[item];
      break;
    case 'find-generic-password':
      if (!(item in items)) return notFound();
      // Without -w, and only then, it needs nobody's permission.
      console.log(words.includes('-w') ? items[item] : 'class: "genp"');
      return 0;
    default:
      return 1;
  }
  writeFileSync(itemsFile, JSON.stringify(items));
  return 0;
}

function notFound(): number {
  console.error('security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.');
  return 44;
}

function splitLine(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (word === null && /\s/.test(character)) continue;
    if (word === null && /["']/.test(character)) {
      word = '';
      quote = character;
      continue;
    }
    word ??= '';
    if (character === '\\') {
      index += 1;
      word += line.charAt(index);
    } else if (quote === '' ? /\s/.test(character) : character === quote) {
      words.push(word);
      word = null;
      quote = '';
    } else word += character;
  }
  return word === null ? words : [...words, word];
}
