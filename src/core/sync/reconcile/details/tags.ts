/**
 * Which of its keywords a file has on the server, where the look at many files at once does not tell: one search for each tag and pass,
 * whatever the number of files. What was found lies in the ledger's temporary tables, because it may be the whole library.
 */
import type { RemoteAsset } from '../../../immich/client/asset-answers.ts';
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { Looks } from './look.ts';

interface Tagged {
  readonly remoteId: string;
  /** Paths of tags that matter. */
  readonly keywords: readonly string[];
}

/** Ids that are written into the ledger together. */
const PAGE = 1_000;

/** The tags of one pass over files. */
export class TagLooks {
  readonly #client: ImmichClient;
  readonly #ledger: Ledger;
  readonly #look: number;
  readonly #read = new Set<string>();

  constructor({ client, ledger }: { readonly client: ImmichClient; readonly ledger: Ledger }) {
    this.#client = client;
    this.#ledger = ledger;
    this.#look = ledger.remote.tagged.begin();
  }

  /** To be called when nothing more is asked. */
  end(): void {
    this.#ledger.remote.tagged.end(this.#look);
  }

  /**
   * Completes looks without tags. Asked for `a`, the server also names files that have `a/b` alone.
   * @returns the looks with the tags that matter.
   */
  async complete(looks: Looks, files: readonly Tagged[]): Promise<Looks> {
    const silent = files.filter(({ remoteId }) => looks.get(remoteId)?.tags === null);
    if (silent.length === 0) return looks;
    await this.#search(new Set(silent.flatMap(({ keywords }) => keywords)));
    const found = this.#ledger.remote.tagged.of(
      this.#look,
      silent.map(({ remoteId }) => remoteId),
    );
    const completed = new Map<string, RemoteAsset | null>(looks);
    for (const { remoteId } of silent) {
      const asset = looks.get(remoteId);
      if (asset != null) completed.set(remoteId, { ...asset, tags: found.get(remoteId) ?? [] });
    }
    return completed;
  }

  /** Asks which files have these tags, each once. */
  async #search(paths: ReadonlySet<string>): Promise<void> {
    const missing = [...paths].filter((path) => !this.#read.has(path));
    if (missing.length === 0) return;
    const { tagged } = this.#ledger.remote;
    for (const { id, value } of await this.#client.tags.upsert(missing)) {
      const path = value.normalize('NFC');
      let ids: string[] = [];
      for await (const assetId of this.#client.search.tagged(id)) {
        ids.push(assetId);
        if (ids.length < PAGE) continue;
        tagged.add(this.#look, path, ids);
        ids = [];
      }
      tagged.add(this.#look, path, ids);
    }
    for (const path of missing) this.#read.add(path);
  }
}
