/**
 * One Photos account on two Macs: every change is made in both libraries, as iCloud does it. Both have the same things and bytes under other
 * UUIDs; those of the first Mac name them here. Without iCloud the second library is the first one after a repair, with new UUIDs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type AssetOptions, createPhotosLibrary, localUuid, type PhotosLibrary } from '../photos-library/index.ts';

export interface AccountOptions {
  readonly seed: number;
  readonly icloud: boolean;
}

export class AccountInPhotos {
  readonly first: PhotosLibrary;
  readonly second: PhotosLibrary;

  private constructor(first: PhotosLibrary, second: PhotosLibrary) {
    this.first = first;
    this.second = second;
  }

  /** @param pathOf where the library of each Mac goes */
  static async create(pathOf: (mac: 'first' | 'second') => string, options: AccountOptions): Promise<AccountInPhotos> {
    const make = (mac: 'first' | 'second') =>
      createPhotosLibrary({ path: pathOf(mac), media: 'small', mac, ...options });
    return new AccountInPhotos(await make('first'), await make('second'));
  }

  async addPhotos(list: readonly AssetOptions[]): Promise<readonly string[]> {
    await this.second.addMany(list);
    return this.first.addMany(list);
  }

  /** The same picture imported once more. @returns its UUID */
  async addDuplicate(of: string, options: Omit<AssetOptions, 'kind'>): Promise<string> {
    const [uuid = ''] = await this.addPhotos([{ ...options, kind: 'photo' }]);
    this.both((library, local) => {
      const files = new Map(library.manifest({ hashes: false }).assets.map((asset) => [asset.uuid, asset.parts[0]]));
      const bytes = readFileSync(files.get(local(of))?.path ?? '');
      writeFileSync(files.get(local(uuid))?.path ?? '', bytes);
      library.setOriginalSize(local(uuid), bytes.length);
    });
    return uuid;
  }

  createFolder(title: string): string {
    this.second.createFolder(title);
    return this.first.createFolder(title);
  }

  createAlbum(title: string, assets: readonly string[]): string {
    this.second.createAlbum(title, { assets: assets.map((uuid) => localUuid(uuid, 'second')) });
    return this.first.createAlbum(title, { assets });
  }

  async edit(uuid: string): Promise<void> {
    await this.first.editPhoto(uuid);
    await this.second.editPhoto(localUuid(uuid, 'second'));
  }

  /** @param change is called for each library, with what turns a UUID of the first Mac into one of this Mac */
  both(change: (library: PhotosLibrary, local: (uuid: string) => string) => void): void {
    change(this.first, (uuid) => uuid);
    change(this.second, (uuid) => localUuid(uuid, 'second'));
  }

  close(): void {
    this.first.close();
    this.second.close();
  }
}
