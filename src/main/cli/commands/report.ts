/** `immich-sync report`: the library as a map, in numbers or as a page to keep. */
import { resolve } from 'node:path';
import type { ExitCode } from '../../../core/model/problem.ts';
import { strings } from '../../../shared/strings.ts';
import { type LibraryReport, makeLibraryReport, saveReport } from '../../report/library-report.ts';
import { reportHtml } from '../../report/report-html.ts';
import { type CommandContext, printJson } from '../command.ts';
import { bytes, NOT_CHECKED, number } from '../output.ts';

export async function report(
  { engine, terminal, json }: CommandContext,
  { html, names = false }: { readonly html?: string; readonly names?: boolean },
): Promise<ExitCode> {
  const made = await makeLibraryReport(engine, { at: new Date(), hasNames: names });
  if (made.all.assets === 0) {
    if (json) printJson(terminal, made);
    else terminal.print(NOT_CHECKED);
    return 1;
  }
  const file = html === undefined ? null : resolve(html);
  if (file !== null) await saveReport(file, reportHtml(made, 'en-GB'));
  if (json) printJson(terminal, file === null ? made : { file, ...made });
  else for (const line of file === null ? reportLines(made) : [`Saved as ${file}.`]) terminal.print(line);
  return 0;
}

function reportLines({ all, kinds, years }: LibraryReport): readonly string[] {
  const texts = strings.library;
  const line = (name: string, { assets, complete }: { readonly assets: number; readonly complete: number }) =>
    `  ${name.padEnd(16)}${`${number(complete)} of ${number(assets)}`.padStart(24)}`;
  return [
    texts.verified({ assets: all.assets, complete: all.complete }),
    `On this Mac ${bytes(all.macBytes)}, only in iCloud ${bytes(all.cloudBytes)}, in Immich ${bytes(all.verifiedBytes)}`,
    '',
    ...kinds.map((kind) => line(texts.kinds[kind.kind], kind)),
    '',
    ...years.map(
      (year) =>
        `${line(year.year === '' ? texts.undatedName : year.year, year)}  ${bytes(year.verifiedBytes).padStart(9)} in Immich`,
    ),
  ];
}
