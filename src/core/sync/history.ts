/**
 * Whether the server and the ledger still tell one history. A small note of ours on a few files on the server (the marker) says which ledger
 * wrote last and when: a server that was restored from a backup, a ledger that was, and a second Mac are told apart from what a person did.
 */
import { z } from 'zod';
import type { ImmichClient } from '../immich/client/client.ts';
import type { ServerVersion } from '../immich/client/http.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * - `continuous`: the server has the note that this ledger wrote last
 * - `unknown`: nothing can be told, because no note was ever written, the server keeps none, or the files that had it are gone
 * - `server-went-back`: the note is older than this ledger's last, or missing
 * - `ledger-went-back`: the note is newer than anything that this ledger knows
 */
export type History = 'continuous' | 'unknown' | 'server-went-back' | 'ledger-went-back';

/**
 * Whether what is gone from the server may have been taken away by a person: not where the server has gone back in time. Where the ledger has,
 * the server is the newer of the two, and what the ledger still knows has gone since. Pure.
 */
export function mayBeDecision(history: History): boolean {
  return history !== 'server-went-back';
}

/** Whether one of the two has gone back in time: then everything is looked at again, and what the server says is not overwritten. Pure. */
export function hasGoneBack(history: History): boolean {
  return history === 'server-went-back' || history === 'ledger-went-back';
}

/** The name of the note on the server. */
const KEY = 'immich-sync';
/** On so many files, so that one that is deleted does not take the note with it. */
const COPIES = 3;
/** Of so many files, for those that a key cannot write on because they are locked away. */
const CANDIDATES = 8;
/** Programs that have left word in a note, the newest first; older ones are dropped. */
const MAX_LEDGERS = 8;
/** With more albums the note would become a burden for every request for it. */
const MAX_ALBUMS = 2_000;

/** What counts further was not written by any of us, and could not be counted on from. */
const MAX_SEQUENCE = 2 ** 40;

/** What one ledger last said. */
const entry = z.object({
  /** Counts this ledger's notes from 1. */
  sequence: z.number().int().nonnegative().max(MAX_SEQUENCE),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** For people: the name of the computer. */
  machine: z.string(),
});

const note = z.object({
  version: z.literal(1),
  /** By the id of the ledger. */
  ledgers: z.record(z.string(), entry),
  /** Remote ids of the albums that we made, by the identity that an album has in Photos. */
  albums: z.record(z.string(), z.string()).default({}),
});

export type Note = z.output<typeof note>;
type NoteEntry = z.output<typeof entry>;

/** What this ledger knows of its own notes. */
export interface OwnNotes {
  readonly ledger: string;
  /** Of the last note that was written for certain; 0 for none. */
  readonly written: number;
  /** Of the last one that was begun to be written: it may have arrived all the same. */
  readonly intended: number;
}

/**
 * Pure.
 * @param notes what the files that should have it have now: null for a file that has none.
 */
export function judgeHistory({ ledger, written, intended }: OwnNotes, notes: readonly (Note | null)[]): History {
  const sequences = notes.map((found) => found?.ledgers[ledger]?.sequence ?? 0);
  const newest = Math.max(0, ...sequences);
  if (newest > intended) return 'ledger-went-back';
  if (written === 0 || notes.length === 0) return 'unknown';
  return newest >= written ? 'continuous' : 'server-went-back';
}

/** Other programs that have written since this ledger did, the newest first. Pure. */
export function othersSince({ ledger }: OwnNotes, notes: readonly (Note | null)[]): readonly NoteEntry[] {
  const entries = notes.flatMap((found) => Object.entries(found?.ledgers ?? {}));
  const own = Math.max(0, ...entries.filter(([id]) => id === ledger).map(([, { at }]) => Date.parse(at)));
  const others = new Map(entries.filter(([id, { at }]) => id !== ledger && Date.parse(at) > own));
  return [...others.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** The newest of what the notes say, with our own word added. Pure. */
export function nextNote(
  notes: readonly (Note | null)[],
  own: NoteEntry & { readonly ledger: string },
  albums: Readonly<Record<string, string>>,
): Note {
  const ledgers = new Map<string, NoteEntry>();
  for (const found of notes)
    for (const [id, said] of Object.entries(found?.ledgers ?? {})) {
      const known = ledgers.get(id);
      if (known === undefined || known.sequence < said.sequence) ledgers.set(id, said);
    }
  const { ledger, ...word } = own;
  ledgers.delete(ledger);
  const others = [...ledgers].sort(([, a], [, b]) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MAX_LEDGERS - 1);
  return {
    version: 1,
    ledgers: Object.fromEntries([[ledger, word], ...others]),
    albums: Object.fromEntries(Object.entries({ ...albumsIn(notes), ...albums }).slice(-MAX_ALBUMS)),
  };
}

/** The albums that any of the notes names. Pure. */
export function albumsIn(notes: readonly (Note | null)[]): Readonly<Record<string, string>> {
  return Object.fromEntries(notes.flatMap((found) => Object.entries(found?.albums ?? {})));
}

/** Whether this server keeps notes under a key of ours on its files. Source: Immich 2.5.0 took free keys, before it knew one of its own. */
export function keepsNotes({ major, minor }: ServerVersion): boolean {
  return major > 2 || (major === 2 && minor >= 5);
}

export interface MarkerContext {
  readonly ledger: Ledger;
  readonly client: ImmichClient;
  readonly target: number;
  readonly version: ServerVersion;
  readonly machine: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The marker as the server has it. */
export interface Marker {
  readonly history: History;
  readonly notes: readonly (Note | null)[];
  /** Other programs that have written into this account since. */
  readonly others: readonly { readonly machine: string; readonly at: string }[];
}

/** Looks for the note on the files that this ledger put it on; without any, on those on which every ledger of this library would. */
export async function readMarker(context: MarkerContext): Promise<Marker> {
  const { ledger, target, version } = context;
  if (!keepsNotes(version)) return { history: 'unknown', notes: [], others: [] };
  const own = ledger.marker.own(target);
  const places = own.written > 0 ? ledger.marker.places(target) : placesOf(ledger, target).slice(0, COPIES);
  let notes = await readNotes(places, own, context);
  if (own.written > 0 && notes.length === 0) notes = await notesUnderOtherIds(own, context);
  return { history: judgeHistory(own, notes), notes, others: othersSince(own, notes) };
}

/** What is noted on those of the files that are there. */
async function readNotes(
  places: readonly string[],
  own: OwnNotes,
  { client }: Pick<MarkerContext, 'client'>,
): Promise<readonly (Note | null)[]> {
  const notes: (Note | null)[] = [];
  for (const id of places) {
    const found = await client.notes.read(id, KEY);
    if (found === 'no-asset') continue;
    const parsed = note.safeParse(found);
    notes.push(parsed.success ? parsed.data : null);
    // One that is as it was left is enough, and for a ledger without a note of its own any: the others are looked at only where there is none.
    if (own.written > 0 ? judgeHistory(own, notes) === 'continuous' : parsed.success) break;
  }
  return notes;
}

/**
 * Where none of the files that had the note is there: a server may have lost them, got them again from us, and then been restored to a time before
 * all that. There they have other ids, and older notes. A file without a note of ours says nothing: a person may have deleted those that had it.
 */
async function notesUnderOtherIds(own: OwnNotes, context: MarkerContext): Promise<readonly Note[]> {
  const { ledger, client, target } = context;
  const files = ledger.verification.first(target, CANDIDATES);
  const answers = await client.assets.check(files.map(({ sha1 }) => sha1));
  const ids = [...answers.values()].flatMap((answer) => (answer.state === 'absent' ? [] : answer.remoteId));
  const notes = await readNotes(ids, own, context);
  return notes.flatMap((found) => (found !== null && own.ledger in found.ledgers ? [found] : []));
}

/** Leaves our word on the server. What others have said, until now, is kept. */
export async function writeMarker(context: MarkerContext): Promise<void> {
  const { ledger, target, version, machine, now } = context;
  const candidates = placesOf(ledger, target);
  if (!keepsNotes(version) || candidates.length === 0) return;
  const { notes } = await readMarker(context);
  const own = ledger.marker.own(target);
  const newest = Math.max(own.intended, ...notes.map((found) => found?.ledgers[own.ledger]?.sequence ?? 0));
  const sequence = newest + 1;
  ledger.marker.intend(target, sequence);
  const word = { ledger: own.ledger, sequence, at: new Date(now()).toISOString(), machine };
  const places = await leave(nextNote(notes, word, ledger.albums.identities(target)), candidates, context);
  if (places.length > 0) ledger.marker.written(target, sequence, places);
}

/**
 * Also on the files that had the note before: an old one that stayed behind would look like an old server one day.
 * @returns the files that have the note now
 */
async function leave(
  written: Note,
  candidates: readonly string[],
  { ledger, client, target }: Pick<MarkerContext, 'ledger' | 'client' | 'target'>,
): Promise<readonly string[]> {
  const chosen = candidates.slice(0, COPIES);
  const others = ledger.marker.places(target).filter((id) => !chosen.includes(id));
  const former = new Set(others.slice(0, CANDIDATES - COPIES));
  if (await client.notes.write([...chosen, ...former], KEY, written)) return [...chosen, ...former];
  // One that is gone or locked away makes the server refuse all.
  const places: string[] = [];
  for (const id of new Set([...candidates, ...former])) {
    const isWanted = places.length < COPIES || former.has(id);
    if (isWanted && (await client.notes.write([id], KEY, written))) places.push(id);
  }
  return places;
}

function placesOf(ledger: Ledger, target: number): readonly string[] {
  return ledger.verification.first(target, CANDIDATES).map(({ remoteId }) => remoteId);
}
