/** `immich-sync plan`: what the next sync would do. */
import type { ForecastPlan } from '../../../core/engine/engine.ts';
import { type CloudChoices, nightsFor } from '../../../core/forecast/cloud.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import type { PlanReport } from '../../../core/sync/preview.ts';
import { cloudText } from '../../../shared/phrases.ts';
import { forecastTime } from '../../../shared/status-text.ts';
import { strings } from '../../../shared/strings.ts';
import { forecastView } from '../../services/forecast-view.ts';
import { type CommandContext, printJson } from '../command.ts';
import { bytes, captureTime, coverageLines, number, plural, printable, problemLines } from '../output.ts';
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
  ...(count > MAX_LINES ? [`    and ${number(count - MAX_LINES)} more`] : []),
];

function changeLines({ changes }: PlanReport): readonly string[] {
  const { details, detailsCount, stacks, stacksCount, albums } = changes;
  const albumLines = [
    ...albums.rename.map(({ from, to }) => `${printable(from)} becomes ${printable(to)}`),
    ...albums.takeOut.map(
      ({ album, assets }) => `${printable(album)} loses ${plural(assets, 'item')} that you removed in Photos`,
    ),
    ...albums.arrange.map((name) => `${printable(name)} gets its order and cover from Photos`),
  ];
  return [
    ...some(albumLines, albumLines.length, (line) => line),
    ...(stacksCount === 0 ? [] : [`Stacks:         ${number(stacksCount)} to make or change`]),
    ...some(stacks, stacksCount, printable),
    ...(detailsCount === 0 ? [] : [`Details:        ${plural(detailsCount, 'file')} to change`]),
    ...some(
      details,
      detailsCount,
      ({ filename, changes: what }) => `${printable(filename)}: ${printable(what.join(', '))}`,
    ),
  ];
}

export function planLines(report: ForecastPlan): readonly string[] {
  const { library, upload, albums } = report;
  const lines = [
    `In Photos:      ${plural(library.assets, 'item')}, ${bytes(library.bytes)}`,
    `Already there:  ${plural(report.alreadyThere, 'file')}, recognised by content`,
    `To upload:      ${plural(upload.files, 'file')} of ${plural(upload.assets, 'item')}, ${bytes(upload.bytes)}`,
    ...forecastLines(report),
    ...twinLines(report.twins),
    `Albums:         ${albums.create.length} to make, ${albums.extend.length} to extend`,
    ...albums.create.map((name) => `  + ${printable(name)}`),
    ...albums.extend.map((name) => `  · ${printable(name)}`),
    ...changeLines(report),
  ];
  return [
    ...lines,
    ...coverageLines(report.coverage),
    ...problemLines(report.problems),
    'Nothing was changed on the server.',
  ];
}

function forecastLines({ forecast, upload, library, cloudChoices }: ForecastPlan): readonly string[] {
  const { assets, perNight } = forecast.cloud;
  const cloud = [
    ...(assets > 0 ? [`In iCloud:      ${cloudText(assets, perNight)}`] : []),
    ...cloudQuestion(cloudChoices, library.assets),
  ];
  if (upload.assets === 0) return cloud;
  const view = forecastView(forecast);
  const time = forecastTime(view);
  const limit = view.limit === null ? '' : `; ${strings.forecast.limits[view.limit]}`;
  const { staging, records } = forecast.disk;
  return [
    ...(time === null ? [] : [`Time:           ${time}${limit}`]),
    ...(time === null || view.isMeasured
      ? []
      : [`                (${lowerFirst(strings.forecast.guess.replace(/\.$/, ''))})`]),
    `Disk:           up to ${bytes(staging + records)} on this Mac, ${bytes(records)} of it for good`,
    ...cloud,
  ];
}

/** Not asked again after any answer. */
function cloudQuestion({ assets, isToBeAsked, suggested }: CloudChoices, library: number): readonly string[] {
  if (!isToBeAsked || suggested === null) return [];
  const nights = plural(nightsFor(assets, suggested), 'night');
  return [
    `                That is ${Math.round((assets / library) * 100)}% of your library. Photos can download them for the upload, some each night, or not:`,
    `                \`immich-sync config set cloud.downloadsPerNight ${suggested}\` (about ${nights}), or 0.`,
  ];
}

const lowerFirst = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

function twinLines({ assets, treatment, first }: PlanReport['twins']): readonly string[] {
  if (assets === 0) return [];
  const look = `${plural(assets, 'item')} ${assets === 1 ? 'looks like a photo' : 'look like photos'} from your phone`;
  const what = treatment === 'link' ? 'linked, not uploaded' : 'uploaded as well (see the setting upload.twins)';
  const pairs = some(
    first,
    assets,
    ({ filename, phone }) =>
      `${printable(filename)}: the phone’s ${printable(phone.filename)}, taken ${captureTime(phone.capturedAt)}`,
  );
  return [`Phone’s copies: ${look}; ${what}`, ...pairs];
}
