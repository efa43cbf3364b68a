/** `immich-sync plan`: what the next sync would do. */
import type { ForecastPlan } from '../../../core/engine/works.ts';
import { type CloudChoices, nightsFor } from '../../../core/forecast/cloud.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import type { PlanReport } from '../../../core/sync/preview.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatLabelled, formatRow } from '../../../shared/format.ts';
import { cloudText, detailChangeText } from '../../../shared/phrases.ts';
import { forecastTime } from '../../../shared/status-text.ts';
import { strings } from '../../../shared/strings.ts';
import { forecastView } from '../../services/forecast-view.ts';
import { type CommandContext, printJson } from '../command.ts';
import { alignedLines, bytes, captureTime, coverageLines, type Labelled, printable, problemLines } from '../output.ts';
import { showProgress } from '../progress-display.ts';

export async function plan({ engine, terminal, json, signal }: CommandContext): Promise<ExitCode> {
  const display = json ? {} : { onProgress: showProgress(terminal) };
  const report = await engine.plan({ signal, ...display });
  terminal.redraw?.('');
  if (json) printJson(terminal, report);
  else for (const line of planLines(report)) terminal.print(line);
  return report.problems.length > 0 ? 1 : 0;
}

/** Lists are for people: nobody reads more. `--json` has up to 200. */
const MAX_LINES = 20;

/** @param count how many there are, if the list has not all of them */
const some = <Item>(list: readonly Item[], count: number, line: (item: Item) => string): readonly string[] => [
  ...list.slice(0, MAX_LINES).map((item) => `  · ${line(item)}`),
  ...(count > MAX_LINES ? [`    ${commandStrings.syncs.more({ count: count - MAX_LINES })}`] : []),
];

type Line = string | Labelled;

export function planLines(report: ForecastPlan): readonly string[] {
  const { library, upload, albums } = report;
  const texts = commandStrings.syncs.plan;
  return [
    ...alignedLines([
      { label: texts.inPhotos, text: texts.library({ count: library.assets, bytes: bytes(library.bytes) }) },
      { label: texts.alreadyThere, text: texts.recognised({ count: report.alreadyThere }) },
      {
        label: texts.toUpload,
        text: texts.upload({ files: upload.files, assets: upload.assets, bytes: bytes(upload.bytes) }),
      },
      ...forecastLines(report),
      ...twinLines(report.twins),
      {
        label: texts.albums,
        text: texts.albumCounts({ create: albums.create.length, extend: albums.extend.length }),
      },
      ...albums.create.map((name) => `  + ${printable(name)}`),
      ...albums.extend.map((name) => `  · ${printable(name)}`),
      ...changeLines(report),
    ]),
    ...coverageLines(report.coverage),
    ...problemLines(report.problems),
    texts.nothingChanged,
  ];
}

function changeLines({ changes }: PlanReport): readonly Line[] {
  const { details, detailsCount, stacks, stacksCount, albums } = changes;
  const texts = commandStrings.syncs.plan;
  const albumLines = [
    ...albums.rename.map(({ from, to }) => texts.albumRename({ from: printable(from), to: printable(to) })),
    ...albums.takeOut.map(({ album, assets }) => texts.albumTakeOut({ album: printable(album), count: assets })),
    ...albums.arrange.map((name) => texts.albumArrange({ album: printable(name) })),
  ];
  return [
    ...some(albumLines, albumLines.length, (line) => line),
    ...(stacksCount === 0 ? [] : [{ label: texts.stacks, text: texts.stacksToChange({ count: stacksCount }) }]),
    ...some(stacks, stacksCount, ({ filename }) => printable(filename)),
    ...(detailsCount === 0 ? [] : [{ label: texts.details, text: texts.detailsToChange({ count: detailsCount }) }]),
    ...some(details, detailsCount, ({ filename, changes: what }) =>
      formatLabelled(printable(filename), printable(formatRow(what.map(detailChangeText)))),
    ),
  ];
}

function forecastLines({ forecast, upload, library, cloudChoices }: ForecastPlan): readonly Line[] {
  const texts = commandStrings.syncs.plan;
  const { assets, perNight } = forecast.cloud;
  const cloud = [
    ...(assets > 0 ? [{ label: texts.inCloud, text: cloudText(assets, perNight) }] : []),
    ...cloudQuestion(cloudChoices, library.assets),
  ];
  if (upload.assets === 0) return cloud;
  const view = forecastView(forecast);
  const time = forecastTime(view);
  const limit = view.limit === null ? null : strings.forecast.limits[view.limit];
  const { staging, records } = forecast.disk;
  return [
    ...(time === null ? [] : [{ label: texts.time, text: limit === null ? time : texts.timeLimited({ time, limit }) }]),
    ...(time === null || view.isMeasured ? [] : [{ label: null, text: texts.timeGuess }]),
    { label: texts.disk, text: texts.diskNeeded({ all: bytes(staging + records), kept: bytes(records) }) },
    ...cloud,
  ];
}

/** Not asked again after any answer. */
function cloudQuestion({ assets, isToBeAsked, suggested }: CloudChoices, library: number): readonly Labelled[] {
  if (!isToBeAsked || suggested === null) return [];
  const texts = commandStrings.syncs.plan;
  const command = `\`immich-sync config set cloud.downloadsPerNight ${suggested}\``;
  return [
    { label: null, text: texts.cloudQuestion({ percent: Math.round((assets / library) * 100) }) },
    { label: null, text: texts.cloudCommand({ command, nights: nightsFor(assets, suggested) }) },
  ];
}

function twinLines({ assets, treatment, first }: PlanReport['twins']): readonly Line[] {
  if (assets === 0) return [];
  const texts = commandStrings.syncs.plan;
  return [
    { label: texts.twins, text: (treatment === 'link' ? texts.twinsLinked : texts.twinsUploaded)({ count: assets }) },
    ...some(first, assets, ({ filename, phone }) =>
      texts.twin({
        name: printable(filename),
        phone: printable(phone.filename),
        when: captureTime(phone.capturedAt),
      }),
    ),
  ];
}
