/** A page for each problem, and the list of all of them, from the table of problems. */
import { type ExitCode, makeProblem, PROBLEMS, type ProblemCode } from '../../src/core/model/problem.ts';
import { ITEM_PROBLEMS } from '../../src/core/model/problems/items.ts';
import type { ProblemKind } from '../../src/core/model/problems/kind.ts';
import { LIBRARY_PROBLEMS } from '../../src/core/model/problems/library.ts';
import { SERVER_PROBLEMS } from '../../src/core/model/problems/server.ts';
import { SETUP_PROBLEMS } from '../../src/core/model/problems/setup.ts';
import { THIS_MAC_PROBLEMS } from '../../src/core/model/problems/this-mac.ts';
import { TOOL_PROBLEMS } from '../../src/core/model/problems/tools.ts';
import { UPDATE_PROBLEMS } from '../../src/core/model/problems/updates.ts';
import { strings } from '../../src/shared/strings.ts';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';
import { inCode, inText, table } from './markdown.ts';
import { PROBLEM_SAMPLES } from './problem-samples.ts';

const codes = (problems: object) => Object.keys(problems) as readonly ProblemCode[];

export const PROBLEM_CODES = codes(PROBLEMS);

const SECTIONS: readonly { readonly title: string; readonly codes: readonly ProblemCode[] }[] = [
  { title: 'The server', codes: codes(SERVER_PROBLEMS) },
  { title: 'The Photos library', codes: codes(LIBRARY_PROBLEMS) },
  { title: 'Setting up', codes: codes(SETUP_PROBLEMS) },
  { title: 'osxphotos and immich-go', codes: codes(TOOL_PROBLEMS) },
  { title: 'This Mac', codes: codes(THIS_MAC_PROBLEMS) },
  { title: 'Updates', codes: codes(UPDATE_PROBLEMS) },
  { title: 'Photos, albums and details', codes: codes(ITEM_PROBLEMS) },
];

/**
 * The page about a problem.
 * @param note what was written about it by hand, Markdown; empty for nothing
 */
export function problemPage(code: ProblemCode, note: string): string {
  const { title, advice, command, action, exitCode } = PROBLEMS[code] as ProblemKind<unknown>;
  return `${[
    // Nobody reads them one after the other.
    '---\nprev: false\nnext: false\n---',
    `# ${inText(title)}`,
    ...sentencesOf(code).map((sentence) => `> ${inText(sentence)}`),
    '## What to do',
    inText(advice),
    `In the app: **${inText(strings.actions[action])}**`,
    ...(note === '' ? [] : [note.trim()]),
    '## On the command line',
    ...(command === undefined ? [] : [`\`\`\`sh\n${command}\n\`\`\``]),
    table(['Code', 'Exit code'], [[inCode(code), exitCodeText(exitCode)]]),
    '[All problems](../troubleshooting.md#all-problems)',
  ].join('\n\n')}\n`;
}

/** All problems by what they are about, each with a link to its page. */
export function problemList(): string {
  return SECTIONS.map(({ title, codes: inSection }) =>
    [
      `### ${title}`,
      inSection.map((code) => `- [${inText(PROBLEMS[code].title)}](./problems/${code}.md)`).join('\n'),
    ].join('\n\n'),
  ).join('\n\n');
}

export const exitCodeTable = () =>
  table(
    ['Exit code', 'Means'],
    Object.entries(EXIT_CODE_MEANINGS).map(([code, meaning]) => [code, meaning]),
  );

function sentencesOf(code: ProblemCode): readonly string[] {
  return PROBLEM_SAMPLES[code].map((values) => makeProblem(code, values as never).sentence);
}

const exitCodeText = (code: ExitCode) => `${code} (${EXIT_CODE_MEANINGS[code]})`;
