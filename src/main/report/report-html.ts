/** The report as one page that needs nothing from elsewhere: no scripts, no pictures, its own style, light, dark and printed. Pure. */
import type { Place, StorageCount } from '../../core/model/library-map.ts';
import { formatBytes, formatCount, formatPast } from '../../shared/format.ts';
import { growthBars } from '../../shared/growth-bars.ts';
import { monthNames, nameOfMonth, yearsOf } from '../../shared/month-grid.ts';
import { placeText } from '../../shared/phrases.ts';
import { remainderText } from '../../shared/status-text.ts';
import { strings } from '../../shared/strings.ts';
import { languageInUse } from '../../shared/texts.ts';
import type { LibraryReport } from './library-report.ts';

/** @param locale BCP 47, of dates */
export function reportHtml(report: LibraryReport, locale: string): string {
  const texts = strings.library;
  const at = Date.parse(report.at);
  const verified = report.verifiedAt === null ? null : formatPast(Date.parse(report.verifiedAt), at, locale);
  const { all } = report;
  const title = texts.report.title;
  const made = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(at);
  const number = texts.verified({ assets: all.assets, complete: all.complete });
  return `<!doctype html>
<html lang="${escaped(languageInUse())}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p class="number">${escaped(verified === null ? number : texts.report.verifiedAt({ number, when: verified }))}</p>
<p>${escaped(texts.report.made({ when: made }))}</p>
${list(all.reasons.map(remainderText))}</header>
${section(
  texts.views.months,
  monthMap(report, locale) +
    placeTable(
      texts.columns.month,
      report.months.map((month) => ({
        ...month,
        name: month.month === '' ? texts.undatedName : nameOfMonth(month.month, locale),
      })),
    ),
)}
${section(
  texts.views.kinds,
  placeTable(
    texts.columns.kind,
    report.kinds.map((kind) => ({ ...kind, name: texts.kinds[kind.kind] })),
    false,
  ),
)}
${report.albums.length === 0 ? '' : section(texts.views.albums, placeTable(texts.columns.album, report.albums, false))}
${section(texts.views.storage, growth(report) + storageTable(report))}
</body>
</html>
`;
}

const section = (title: string, body: string) => `<section>\n<h2>${escaped(title)}</h2>\n${body}</section>`;
const list = (items: readonly string[]) =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>\n`;

/** Tiles of 44 by 24, a row for each year, as the window has them. */
function monthMap({ months }: LibraryReport, locale: string): string {
  const known = new Map(months.filter(({ month }) => month !== '').map((month) => [month.month, month]));
  const years = yearsOf([...known.values()]);
  const [left, top, column, row] = [50, 22, 48, 28];
  const head = monthNames(locale).map(
    (name, index) => `<text x="${left + index * column + 22}" y="14" text-anchor="middle">${escaped(name)}</text>`,
  );
  const rows = years.map((year, line) => {
    const y = top + line * row;
    const tiles = Array.from({ length: 12 }, (_, index) => {
      const key = `${String(year).padStart(4, '0')}-${String(index + 1).padStart(2, '0')}`;
      const month = known.get(key);
      const x = left + index * column;
      if (month === undefined)
        return `<rect class="none" x="${x + 0.5}" y="${y + 0.5}" width="43" height="23" rx="4"/>`;
      const text = placeText(nameOfMonth(key, locale), month.assets, month.complete);
      const filled = fill(month, 24);
      return `<g><title>${escaped(text)}</title><rect class="all" x="${x}" y="${y}" width="44" height="24" rx="4"/>${
        filled === 0
          ? ''
          : `<rect class="filled" x="${x}" y="${y + 24 - filled}" width="44" height="${filled}" rx="${filled === 24 ? 4 : 2}"/>`
      }</g>`;
    });
    return `<text x="0" y="${y + 17}">${year}</text>${tiles.join('')}`;
  });
  const [width, height] = [left + 12 * column, top + years.length * row];
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(strings.library.caption)}">${head.join('')}${rows.join('')}</svg>\n`;
}

/** What is not quite full, or not quite empty, looks so. */
function fill({ assets, complete }: Place, whole: number): number {
  if (complete === 0) return 0;
  if (complete === assets) return whole;
  return Math.min(whole - whole / 8, Math.max(whole / 8, Math.round((complete / assets) * whole)));
}

/** @param isFolded whether it is shown at a click alone; printed it always is */
function placeTable(label: string, places: readonly (Place & { readonly name: string })[], isFolded = true): string {
  const { columns } = strings.library;
  const rows = places.map(
    ({ name, assets, complete, reasons }) =>
      `<tr><th scope="row">${escaped(name)}</th><td>${formatCount(assets)}</td><td>${formatCount(complete)}</td><td>${
        assets === complete ? '–' : formatCount(assets - complete)
      }</td><td class="why">${escaped(reasons.map(remainderText).join(' · '))}</td></tr>`,
  );
  const head = [label, columns.items, columns.inImmich, columns.notYet].map(
    (name) => `<th scope="col">${escaped(name)}</th>`,
  );
  const table = `<table class="places"><thead><tr>${head.join('')}<th scope="col" class="why">${escaped(columns.why)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>\n`;
  return isFolded ? `<details><summary>${escaped(strings.library.asTable)}</summary>${table}</details>\n` : table;
}

function growth({ years }: LibraryReport): string {
  const bars = growthBars(years).map(({ year, bytes, inImmich, height, filled }, index) => {
    const x = index * 48;
    const text = strings.library.storage.year({ year, all: formatBytes(bytes), inImmich: formatBytes(inImmich) });
    return `<g><title>${escaped(text)}</title><rect class="all" x="${x}" y="${100 - height}" width="40" height="${height}"/><rect class="filled" x="${x}" y="${100 - filled}" width="40" height="${filled}"/><text x="${x + 20}" y="116" text-anchor="middle">${escaped(year)}</text></g>`;
  });
  if (bars.length === 0) return '';
  const label = escaped(strings.library.storage.growth);
  return `<h3>${label}</h3><svg class="growth" viewBox="0 0 ${Math.max(6, bars.length) * 48} 122" role="img" aria-label="${label}">${bars.join('')}</svg>\n`;
}

function storageTable({ years, all }: LibraryReport): string {
  const { columns, storage, undatedName } = strings.library;
  const row = (name: string, count: StorageCount) =>
    `<tr><th scope="row">${escaped(name)}</th><td>${formatCount(count.assets)}</td><td>${formatBytes(count.macBytes)}</td><td>${
      count.inCloud === 0 ? '–' : formatBytes(count.cloudBytes)
    }</td><td>${formatBytes(count.verifiedBytes)}</td></tr>`;
  const head = [columns.year, columns.items, columns.onMac, columns.inCloud, columns.inImmich];
  return `<table><thead><tr>${head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')}</tr></thead><tbody>${years
    .map((year) => row(year.year === '' ? undatedName : year.year, year))
    .join('')}</tbody><tfoot>${row(storage.all, all)}</tfoot></table>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const STYLE = `
:root { color-scheme: light dark; --text: #1d1d1f; --soft: #5e5e63; --page: #ffffff; --line: #d9d9de; --all: #dcdce0; --good: #1f9d55; }
@media (prefers-color-scheme: dark) { :root { --text: #f5f5f7; --soft: #b0b0b6; --page: #1e1e20; --line: #3d3d41; --all: #4a4a4f; --good: #3ecf7f; } }
@media print { :root { color-scheme: light; --text: #000000; --soft: #444444; --page: #ffffff; --line: #bbbbbb; --all: #dddddd; --good: #1f9d55; } rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } section { break-inside: auto; } tr, svg { break-inside: avoid; } details::details-content { content-visibility: visible; block-size: auto; } summary { display: none; } }
body { margin: 0 auto; max-width: 900px; padding: 32px 24px; background: var(--page); color: var(--text); font: 14px/1.45 -apple-system, "Segoe UI", "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 24px; margin: 0 0 6px; } h2 { font-size: 18px; margin: 34px 0 12px; } h3 { font-size: 14px; margin: 0 0 8px; }
p { margin: 0 0 4px; color: var(--soft); } .number { color: var(--text); font-size: 17px; } ul { margin: 8px 0 0; padding-left: 18px; color: var(--soft); }
svg { display: block; width: 100%; max-width: 640px; height: auto; margin: 0 0 14px; } text { fill: var(--soft); font-size: 12px; } .growth { max-width: 760px; }
.all { fill: var(--all); } .filled { fill: var(--good); } .none { fill: none; stroke: var(--line); }
table { border-collapse: collapse; width: 100%; } th, td { padding: 4px 8px; text-align: right; font-weight: inherit; border-bottom: 1px solid var(--line); vertical-align: top; }
th:first-child, .why { text-align: left; } thead, .why { color: var(--soft); } tfoot { font-weight: 600; } summary { cursor: pointer; margin-bottom: 8px; }
@media screen and (max-width: 620px) { body { padding: 20px 14px; } th, td { padding: 4px; } .places th:first-child { overflow-wrap: anywhere; } .places tr { display: grid; grid-template-columns: minmax(0, 1fr) 62px 62px 56px; border-bottom: 1px solid var(--line); } .places th, .places td { border: 0; } .places .why { grid-column: 1 / -1; padding-top: 0; } .places thead .why, .places .why:empty { display: none; } }
`;
