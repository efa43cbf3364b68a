/** `immich-sync report`: the library as a map, in numbers or as a page to keep. */
import { resolve } from 'node:path';
import type { ExitCode } from '../../../core/model/problem.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { dateLocale } from '../../../shared/format.ts';
import { strings } from '../../../shared/strings.ts';
import { type LibraryReport, makeLibraryReport, saveReport } from '../../report/library-report.ts';
import { reportHtml } from '../../report/report-html.ts';
import { padded, paddedBefore } from '../columns.ts';
import { type CommandContext, printJson } from '../command.ts';
import { bytes, LOCALE } from '../output.ts';

export async function report(
  { engine, terminal, json }: CommandContext,
  { html, names = false }: { readonly html?: string; readonly names?: boolean },
): Promise<ExitCode> {
  const made = await makeLibraryReport(engine, { at: new Date(), hasNames: names });
  if (made.all.assets === 0) {
    if (json) printJson(terminal, made);
    else terminal.print(commandStrings.syncs.notChecked);
    return 1;
  }
  const file = html === undefined ? null : resolve(html);
  if (file !== null) await saveReport(file, reportHtml(made, dateLocale(LOCALE)));
  if (json) printJson(terminal, file === null ? made : { file, ...made });
  else
    for (const line of file === null ? reportLines(made) : [commandStrings.library.report.saved({ file })])
      terminal.print(line);
  return 0;
}

function reportLines({ all, kinds, years }: LibraryReport): readonly string[] {
  const texts = strings.library;
  const words = commandStrings.library.report;
  const line = (name: string, { assets, complete }: { readonly assets: number; readonly complete: number }) =>
    `  ${padded(name, 16)}${paddedBefore(words.ofCount({ complete, assets }), 24)}`;
  return [
    texts.verified({ assets: all.assets, complete: all.complete }),
    words.places({ mac: bytes(all.macBytes), cloud: bytes(all.cloudBytes), immich: bytes(all.verifiedBytes) }),
    '',
    ...kinds.map((kind) => line(texts.kinds[kind.kind], kind)),
    '',
    ...years.map(
      (year) =>
        `${line(year.year === '' ? texts.undatedName : year.year, year)}  ${words.inImmich({ bytes: paddedBefore(bytes(year.verifiedBytes), 9) })}`,
    ),
  ];
}
