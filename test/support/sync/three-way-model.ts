/**
 * What the rules make of changes on both sides, worked out without any of the program's code: a small model of Photos, Immich and the last
 * sync, for tests that compare the real thing with it. Files are known by their SHA-1.
 */

/** The details of one file or asset. */
export interface Values {
  favorite: boolean;
  hidden: boolean;
  description: string;
  keywords: Set<string>;
}

export interface ModelAsset {
  readonly uuid: string;
  readonly photos: Values;
  /** In Photos' own trash. */
  isTrashed: boolean;
  isEdited: boolean;
  original: string;
  edited: string | null;
}

/** What a file said before a sync set something: where it says so again, that did not stick. */
export interface Expected {
  readonly description: string | null;
  readonly given: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  /** How often it was set. */
  readonly tries: number;
}

const MAX_TRIES = 3;

export interface RemoteFile {
  readonly values: Values;
  /** What Photos said at the last sync. */
  synced: Values;
  /** Words that a person had given before Photos had them: they stay when Photos drops them. */
  readonly theirs: Set<string>;
  /** What the last sync has set and none has seen since. */
  expected: Expected | null;
  /** In the server's trash. */
  isTrashed: boolean;
  /** Whether the last look at the server found it: every sync looks at everything. */
  isProved: boolean;
}

export interface ModelAlbum {
  readonly uuid: string;
  title: string;
  folder: string | null;
  exists: boolean;
  readonly members: Set<ModelAsset>;
  /** Null until it is on the server, and after a person deleted it there. */
  remote: { name: string; syncedName: string; readonly members: Set<string> } | null;
  /** A person deleted it in Immich: it is not made again. */
  isAbandoned: boolean;
  /** What was put in; `isTaken` where a person had taken it out by the time that Photos did. */
  readonly entries: Map<ModelAsset, { readonly sha1: string; readonly isOurs: boolean; readonly isTaken?: boolean }>;
}

export interface Model {
  readonly assets: readonly ModelAsset[];
  readonly albums: ModelAlbum[];
  /** Albums that a person made in Immich: name and contents. */
  readonly own: Map<string, Set<string>>;
  readonly files: Map<string, RemoteFile>;
}

export const copyOf = (values: Values): Values => ({ ...values, keywords: new Set(values.keywords) });

export const nameOf = ({ title, folder }: Pick<ModelAlbum, 'title' | 'folder'>): string =>
  folder === null ? title : `${folder} / ${title}`;

export const partsOf = ({ original, edited }: ModelAsset): readonly string[] =>
  edited === null ? [original] : [edited, original];

/** The file that stands for the asset on the server: its edit if that is there. */
export function standing(asset: ModelAsset, files: Model['files']): string | null {
  return partsOf(asset).find((sha1) => files.get(sha1)?.isProved) ?? null;
}

/** One sync. */
export function syncModel(model: Model): void {
  for (const asset of model.assets) {
    if (asset.isTrashed) continue;
    // A new edit goes where its original is, should a person have archived that.
    const original = model.files.get(asset.original);
    const isArchived = original?.isTrashed === false && original.values.hidden;
    for (const sha1 of partsOf(asset)) syncFile(model.files, sha1, asset.photos, isArchived);
  }
  for (const album of model.albums) if (album.exists && !album.isAbandoned) syncAlbum(album, model.files);
}

function syncFile(files: Model['files'], sha1: string, photos: Values, isArchived: boolean): void {
  const file = files.get(sha1);
  if (file === undefined) {
    files.set(sha1, {
      values: { ...copyOf(photos), hidden: photos.hidden || isArchived },
      synced: copyOf(photos),
      theirs: new Set(),
      expected: null,
      isTrashed: false,
      isProved: true,
    });
    return;
  }
  file.isProved = !file.isTrashed;
  // What lies in the trash is left alone as soon as it is known to.
  if (!file.isProved) return;
  const { values } = file;
  const { synced, isLost } = arrived(file);
  const before = copyOf(values);
  if (photos.favorite !== synced.favorite) values.favorite = photos.favorite;
  if (photos.hidden !== synced.hidden) values.hidden = photos.hidden;
  if (photos.description !== synced.description) values.description = photos.description;
  for (const word of photos.keywords) {
    if (synced.keywords.has(word)) continue;
    if (values.keywords.has(word)) file.theirs.add(word);
    values.keywords.add(word);
  }
  for (const word of synced.keywords) {
    if (photos.keywords.has(word)) continue;
    if (!file.theirs.delete(word)) values.keywords.delete(word);
  }
  const expected = {
    description: values.description === before.description ? null : before.description,
    given: without(values.keywords, before.keywords),
    taken: without(before.keywords, values.keywords),
    tries: isLost ? (file.expected?.tries ?? 0) + 1 : 1,
  };
  const isSet = expected.description !== null || expected.given.size + expected.taken.size > 0;
  file.expected = isSet ? expected : null;
  file.synced = copyOf(photos);
}

const without = (words: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...words].filter((word) => !others.has(word)));

/** What Photos said at the last sync, as far as it has stuck. */
function arrived({ values, synced, expected }: RemoteFile): { readonly synced: Values; readonly isLost: boolean } {
  if (expected === null) return { synced, isLost: false };
  const isTextLost = values.description === expected.description && values.description !== synced.description;
  const missing = [...expected.given].filter((word) => synced.keywords.has(word) && !values.keywords.has(word));
  const left = [...expected.taken].filter((word) => !synced.keywords.has(word) && values.keywords.has(word));
  const isLost = isTextLost || missing.length + left.length > 0;
  if (!isLost || expected.tries >= MAX_TRIES) return { synced, isLost: false };
  const keywords = new Set([...synced.keywords].filter((word) => !missing.includes(word)).concat(left));
  return { synced: { ...synced, description: isTextLost ? values.description : synced.description, keywords }, isLost };
}

function syncAlbum(album: ModelAlbum, files: Model['files']): void {
  const members = [...album.members].flatMap((asset) => {
    const sha1 = asset.isTrashed ? null : standing(asset, files);
    return sha1 === null ? [] : [{ asset, sha1 }];
  });
  if (members.length > 0) {
    const name = nameOf(album);
    album.remote ??= { name, syncedName: name, members: new Set() };
    const { remote } = album;
    if (name !== remote.syncedName) {
      // Renamed on both sides: Photos leads.
      remote.name = name;
      remote.syncedName = name;
    }
    for (const { asset, sha1 } of members) syncMember(album, remote.members, asset, sha1);
  }
  for (const [asset, entry] of album.entries) {
    if (asset.isTrashed || album.members.has(asset) || entry.isTaken) continue;
    const wasTaken = entry.isOurs && album.remote !== null && !album.remote.members.delete(entry.sha1);
    if (wasTaken) album.entries.set(asset, { ...entry, isTaken: true });
    else album.entries.delete(asset);
  }
}

function syncMember(album: ModelAlbum, there: Set<string>, asset: ModelAsset, sha1: string): void {
  const entry = album.entries.get(asset);
  if (entry?.sha1 === sha1) return;
  if (entry !== undefined && !there.has(entry.sha1)) {
    // A person took the picture out: its new version does not come back.
    album.entries.set(asset, { ...entry, sha1, isOurs: true });
    return;
  }
  album.entries.set(asset, { ...entry, sha1, isOurs: !there.has(sha1) });
  there.add(sha1);
  if (entry?.isOurs) there.delete(entry.sha1);
}
