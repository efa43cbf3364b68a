import { randomBytes, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { isSince } from './api-version.ts';
import type { PermissionName } from './permissions.ts';
import type { AlbumRecord, ApiKeyRecord, AssetRecord, StackRecord, TagRecord, UserRecord } from './records.ts';

/** Real server: 32 random bytes in base64 without the signs; lengths vary from 39 to 43 characters. */
const newSecret = () => randomBytes(32).toString('base64').replaceAll(/\W/g, '');

/** What a backup of the database holds; nothing in it is shared with the state that it was taken from. */
export interface StateCopy {
  readonly assets: ReadonlyMap<string, AssetRecord>;
  readonly albums: ReadonlyMap<string, AlbumRecord>;
  readonly tags: ReadonlyMap<string, TagRecord>;
  readonly stacks: ReadonlyMap<string, StackRecord>;
}

function fill<Key, Value>(map: Map<Key, Value>, entries: Iterable<readonly [Key, Value]>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** Everything that the server knows. All changes of memberships go through here, so that no reference dangles. */
export class State {
  readonly version: string;
  readonly installation: string;
  readonly users = new Map<string, UserRecord>();
  readonly keys = new Map<string, ApiKeyRecord>();
  /** By their access token; a session may do what its user may. */
  readonly sessions = new Map<string, ApiKeyRecord>();
  readonly assets = new Map<string, AssetRecord>();
  readonly albums = new Map<string, AlbumRecord>();
  readonly tags = new Map<string, TagRecord>();
  readonly stacks = new Map<string, StackRecord>();
  readonly #byChecksum = new Map<string, AssetRecord>();
  readonly #tagsByValue = new Map<string, TagRecord>();
  readonly #newestFirst = new Map<string, readonly AssetRecord[]>();

  /** Real server: a row for each version that it has run, with a random id; it survives a restored backup. */
  readonly versionHistory: readonly { readonly id: string; readonly createdAt: string; readonly version: string }[];

  /**
   * @param version of the server whose rules apply
   * @param installation the id of the first row in its history of versions
   */
  constructor(version: string, installation: string = randomUUID()) {
    this.version = version;
    this.installation = installation;
    this.versionHistory = [{ id: installation, createdAt: new Date().toISOString(), version }];
  }

  addUser(options: {
    name: string;
    email: string;
    isAdmin: boolean;
    quota: number | null;
    password?: string;
  }): UserRecord {
    const user: UserRecord = { id: randomUUID(), createdAt: new Date(), usage: 0, password: null, ...options };
    this.users.set(user.id, user);
    return user;
  }

  addKey(options: {
    userId: string;
    name: string;
    permissions: readonly PermissionName[];
    secret: string | undefined;
  }): ApiKeyRecord {
    const { userId, name, permissions } = options;
    const secret = options.secret ?? newSecret();
    const key: ApiKeyRecord = { id: randomUUID(), userId, name, permissions, secret, createdAt: new Date() };
    this.keys.set(secret, key);
    return key;
  }

  /** @returns the access token. */
  addSession(userId: string): string {
    const token = newSecret();
    const [id, createdAt] = [randomUUID(), new Date()];
    this.sessions.set(token, { id, userId, name: 'session', secret: token, permissions: ['all'], createdAt });
    return token;
  }

  /** Removes a user with everything that is theirs. */
  async deleteUser(user: UserRecord): Promise<void> {
    for (const asset of [...this.assets.values()]) if (asset.ownerId === user.id) await this.deleteAsset(asset);
    for (const album of [...this.albums.values()]) {
      album.sharedWith.delete(user.id);
      if (album.ownerId === user.id) this.albums.delete(album.id);
    }
    for (const tag of [...this.tags.values()]) if (tag.ownerId === user.id) this.deleteTag(tag);
    for (const access of [this.keys, this.sessions])
      for (const [secret, { userId }] of access) if (userId === user.id) access.delete(secret);
    this.users.delete(user.id);
  }

  /** Real server: the same bytes are the same asset, per user; trashed and locked ones count. */
  findByChecksum(ownerId: string, checksum: string): AssetRecord | undefined {
    return this.#byChecksum.get(`${ownerId}:${checksum}`);
  }

  addAsset(asset: AssetRecord): void {
    this.assets.set(asset.id, asset);
    this.#byChecksum.set(`${asset.ownerId}:${asset.checksum}`, asset);
    const owner = this.users.get(asset.ownerId);
    if (owner) owner.usage += asset.size;
    this.orderChanged(asset.ownerId);
  }

  /** A capture date or the set of assets changed: the kept order is void. */
  orderChanged(ownerId: string): void {
    this.#newestFirst.delete(ownerId);
  }

  /** A user's assets, newest capture first; kept, because a client reads it page by page. */
  newestFirst(ownerId: string): readonly AssetRecord[] {
    const kept = this.#newestFirst.get(ownerId);
    if (kept) return kept;
    const assets = [...this.assets.values()].filter((asset) => asset.ownerId === ownerId);
    assets.sort((a, b) => b.fileCreatedAt.getTime() - a.fileCreatedAt.getTime() || (a.id < b.id ? -1 : 1));
    this.#newestFirst.set(ownerId, assets);
    return assets;
  }

  /**
   * Removes an asset and its files for good. Real server: the motion half goes along when no other still uses it, and a stack
   * that would keep fewer than two assets is dissolved.
   */
  async deleteAsset(asset: AssetRecord): Promise<void> {
    this.assets.delete(asset.id);
    this.#byChecksum.delete(`${asset.ownerId}:${asset.checksum}`);
    this.orderChanged(asset.ownerId);
    const owner = this.users.get(asset.ownerId);
    if (owner) owner.usage -= asset.size;
    this.removeFromAlbums(asset.id);
    this.leaveStack(asset);
    const motion = asset.livePhotoVideoId === null ? undefined : this.assets.get(asset.livePhotoVideoId);
    await rm(asset.path, { force: true });
    if (asset.sidecarPath !== null) await rm(asset.sidecarPath, { force: true });
    if (motion && ![...this.assets.values()].some((other) => other.livePhotoVideoId === motion.id)) {
      await this.deleteAsset(motion);
    }
  }

  albumsOf(assetId: string): AlbumRecord[] {
    return [...this.albums.values()].filter((album) => album.assetIds.has(assetId));
  }

  removeFromAlbums(assetId: string): void {
    for (const album of this.albums.values()) {
      album.assetIds.delete(assetId);
      if (album.thumbnailAssetId === assetId) album.thumbnailAssetId = null;
    }
  }

  /** The tag with this path and all its parents, made where they are missing; null for a path without any name. */
  upsertTag(ownerId: string, path: string): TagRecord | null {
    let tag = null as TagRecord | null;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const value = tag === null ? name : `${tag.value}/${name}`;
      tag = this.#tagsByValue.get(`${ownerId}:${value}`) ?? this.addTag({ ownerId, value, parentId: tag?.id ?? null });
    }
    return tag;
  }

  addTag(options: { ownerId: string; value: string; parentId: string | null; color?: string | null }): TagRecord {
    const now = new Date();
    const tag: TagRecord = { id: randomUUID(), color: null, createdAt: now, updatedAt: now, ...options };
    this.tags.set(tag.id, tag);
    this.#tagsByValue.set(`${tag.ownerId}:${tag.value}`, tag);
    return tag;
  }

  findTag(ownerId: string, value: string): TagRecord | undefined {
    return this.#tagsByValue.get(`${ownerId}:${value}`);
  }

  /** Removes a tag with its children. */
  deleteTag(tag: TagRecord): void {
    for (const child of [...this.tags.values()].filter(({ parentId }) => parentId === tag.id)) this.deleteTag(child);
    this.tags.delete(tag.id);
    this.#tagsByValue.delete(`${tag.ownerId}:${tag.value}`);
    for (const asset of this.assets.values()) asset.tagIds.delete(tag.id);
  }

  stackAssets(stack: StackRecord): AssetRecord[] {
    const members = this.newestFirst(stack.ownerId).filter((asset) => asset.stackId === stack.id);
    // Real server: the primary comes first.
    return members.sort((a, b) => Number(b.id === stack.primaryAssetId) - Number(a.id === stack.primaryAssetId));
  }

  /**
   * Real server (2.7.5, 3.1.0): whatever is stacked under one of these as its primary comes along, unless it is in the trash; the
   * first asset becomes the primary. A stack whose other member is named here stays, with one member less.
   */
  createStack(ownerId: string, primaryAssetId: string, assetIds: readonly string[]): StackRecord {
    const all = new Set(assetIds);
    for (const old of [...this.stacks.values()]) {
      if (!all.has(old.primaryAssetId)) continue;
      for (const member of this.stackAssets(old)) if (member.deletedAt === null) all.add(member.id);
      this.deleteStack(old);
    }
    const stack: StackRecord = { id: randomUUID(), ownerId, primaryAssetId };
    this.stacks.set(stack.id, stack);
    for (const id of all) {
      const asset = this.assets.get(id);
      if (asset) asset.stackId = stack.id;
    }
    return stack;
  }

  deleteStack(stack: StackRecord): void {
    for (const asset of this.stackAssets(stack)) asset.stackId = null;
    this.stacks.delete(stack.id);
  }

  copy(): StateCopy {
    const { assets, albums, tags, stacks } = this;
    return structuredClone({ assets, albums, tags, stacks });
  }

  /** Users and keys stay; a user's usage is what the assets of then took. */
  replaceWith(kept: StateCopy): void {
    const { assets, albums, tags, stacks } = structuredClone(kept);
    fill(this.assets, assets);
    fill(this.albums, albums);
    fill(this.tags, tags);
    fill(this.stacks, stacks);
    fill(
      this.#byChecksum,
      assets.values().map((asset) => [`${asset.ownerId}:${asset.checksum}`, asset] as const),
    );
    fill(
      this.#tagsByValue,
      tags.values().map((tag) => [`${tag.ownerId}:${tag.value}`, tag] as const),
    );
    this.#newestFirst.clear();
    for (const user of this.users.values()) user.usage = 0;
    for (const asset of this.assets.values()) {
      const owner = this.users.get(asset.ownerId);
      if (owner) owner.usage += asset.size;
    }
  }

  /**
   * Real server: of those who would stay, the primary and others in the timeline count. Before 3.1.0 a stack that loses another
   * than its primary is left as it is, even with one member.
   */
  private leaveStack(asset: AssetRecord): void {
    const stack = asset.stackId === null ? undefined : this.stacks.get(asset.stackId);
    if (!stack) return;
    if (stack.primaryAssetId !== asset.id && !isSince(this.version, '3.1.0')) return;
    const others = this.stackAssets(stack).filter(
      ({ id, visibility }) => id !== asset.id && id !== stack.primaryAssetId && visibility === 'timeline',
    );
    const isPrimary = stack.primaryAssetId === asset.id;
    const [next] = others;
    if (!next || others.length + (isPrimary ? 0 : 1) < 2) this.deleteStack(stack);
    else if (isPrimary) stack.primaryAssetId = next.id;
  }
}
