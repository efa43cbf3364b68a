/** `immich-sync find`: whether a photo is safe. */
import type { AssetCard } from '../../../core/find/card.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import type { PartFact } from '../../../core/sync/verify-facts.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { formatPast, formatRow } from '../../../shared/format.ts';
import { strings } from '../../../shared/strings.ts';
import { languageInUse, say } from '../../../shared/texts.ts';
import { padded, widthOf } from '../columns.ts';
import { type CommandContext, printJson } from '../command.ts';
import { LOCALE, printable } from '../output.ts';

const MOST = 50;

/** @param words names, dates, albums, keywords or a UUID; none for the newest */
export async function find(
  { engine, terminal, json }: CommandContext,
  words: readonly string[],
  { limit = MOST }: { readonly limit?: number },
): Promise<ExitCode> {
  await engine.finder.refresh();
  const { total, cards } = engine.finder.find({
    typed: words.join(' '),
    language: languageInUse(),
    limit,
    after: null,
  });
  if (json) printJson(terminal, { total, items: cards });
  else for (const line of foundLines(total, cards, engine.records.librarySeen() !== null)) terminal.print(line);
  return total === 0 ? 1 : 0;
}

function foundLines(total: number, cards: readonly AssetCard[], isRead: boolean): readonly string[] {
  const texts = commandStrings.library.find;
  if (!isRead) return [texts.notRead];
  const [only] = cards;
  if (only === undefined) return [texts.none];
  if (total === 1) return cardLines(only);
  return [
    ...cards.map((card) => `${mark(card)} ${card.uuid}  ${taken(card)}  ${printable(card.filename)}  ${safety(card)}`),
    ...(total > cards.length ? [texts.more({ count: total - cards.length })] : []),
  ];
}

function cardLines(card: AssetCard): readonly string[] {
  const { find: texts } = strings;
  const albums = (names: readonly string[]) => (names.length === 0 ? texts.noAlbums : formatNames(names));
  const said = [card.title, card.caption, ...card.keywords].filter((text) => text !== null);
  const rows: readonly (readonly [string, string])[] = [
    ...card.parts.map((part) => [texts.parts[part.kind], partText(part)] as const),
    [texts.photosAlbums, albums(card.albums.map((path) => path.join('/')))],
    [texts.immichAlbums, albums(card.albumsInImmich.map(({ name }) => name))],
    ...(said.length === 0 ? [] : [[texts.details, formatNames(said)] as const]),
  ];
  const width = Math.max(...rows.map(([name]) => widthOf(name)));
  return [
    `${mark(card)} ${commandStrings.library.find.found({ name: printable(card.filename), taken: taken(card), safety: safety(card) })}`,
    ...rows.map(([name, value]) => `  ${padded(name, width)}  ${value}`),
    `  ${padded('UUID', width)}  ${card.uuid}`,
  ];
}

const formatNames = (names: readonly string[]) => formatRow(names.map(printable));
const mark = ({ safety: of }: AssetCard) =>
  of === 'verified' ? '✓' : of === 'not-wanted' || of === 'left-out' ? '–' : '✕';
const taken = ({ capturedAt }: AssetCard) =>
  capturedAt === '' ? commandStrings.library.find.noDate : capturedAt.slice(0, 16).replace('T', ' ');
const past = (at: string | null) => (at === null ? '' : formatPast(Date.parse(at), Date.now(), LOCALE));
const safety = (card: AssetCard) =>
  card.safety === 'verified' && card.verifiedAt !== null
    ? strings.find.safetyVerified({ when: past(card.verifiedAt) })
    : strings.find.safety[card.safety];
const partText = ({ state, observedAt }: PartFact) => say(strings.find.partStates[state], { when: past(observedAt) });
