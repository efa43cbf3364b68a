/**
 * The pages of the documentation as VitePress gets them: those of docs/, with what is generated in its place, and a page for each problem.
 * In a page, `<!-- generated: NAME -->` stands for one of {@link GENERATED}. In docs/problems/CODE.md is what there is to say about a problem
 * besides what its table says.
 */

import { REPOSITORY_URL } from '../../src/core/model/project.ts';
import { buildProgram } from '../../src/main/cli/program.ts';
import { commandList, commandReference } from './command-reference.ts';
import { statusFields, webhookFields } from './field-tables.ts';
import { metricTable } from './metric-table.ts';
import { permissionTables } from './permission-tables.ts';
import { exitCodeTable, PROBLEM_CODES, problemList, problemPage } from './problem-pages.ts';
import { reasonTable } from './reason-table.ts';
import { settingReference } from './setting-reference.ts';

/** Contents by path below docs/, with forward slashes. */
export type Pages = ReadonlyMap<string, string>;

const commands = () => buildProgram(async () => {}, { print: () => {}, printError: () => {} });

const GENERATED: Readonly<Record<string, () => string>> = {
  commands: () => commandReference(commands()),
  'command list': () => commandList(commands()),
  'exit codes': exitCodeTable,
  metrics: metricTable,
  permissions: permissionTables,
  problems: problemList,
  reasons: reasonTable,
  settings: settingReference,
  'status fields': statusFields,
  'webhook fields': webhookFields,
};

const MARKER = /^<!-- generated: (.+) -->$/gm;
const NOTE = /^problems\/(.+)\.md$/;

/**
 * @param written the Markdown files of docs/
 * @throws {Error} where a page wants what is not generated, or something is written about a problem that there is not
 */
export function sitePages(written: Pages): Pages {
  const pages = new Map<string, string>();
  const notes = new Map<string, string>();
  for (const [path, text] of written) {
    const code = NOTE.exec(path)?.[1];
    if (code === undefined) pages.set(path, withLinksToRepository(path, withGenerated(path, text)));
    else notes.set(code, text);
  }
  for (const code of PROBLEM_CODES) {
    pages.set(`problems/${code}.md`, problemPage(code, notes.get(code) ?? ''));
    notes.delete(code);
  }
  const [stray] = notes.keys();
  if (stray !== undefined) throw new Error(`docs/problems/${stray}.md is about no problem that there is.`);
  return pages;
}

function withGenerated(path: string, text: string): string {
  return text.replace(MARKER, (_marker, name: string) => {
    const generate = GENERATED[name];
    if (generate === undefined) throw new Error(`docs/${path}: there is nothing generated that is called “${name}”.`);
    return generate();
  });
}

/** A file of the repository outside of docs/ is on GitHub. */
function withLinksToRepository(path: string, text: string): string {
  const up = '../'.repeat(path.split('/').length);
  return text.replaceAll(`](${up}`, `](${REPOSITORY_URL}/blob/main/`);
}
