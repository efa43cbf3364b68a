/** Stacks of assets. */
import type { StackCreateDto, StackUpdateDto } from '@immich/sdk';
import { z } from 'zod';
import { AnswerUnreasonable } from '../answer-reader.ts';
import { type Http, keyed, malformed, read } from './http.ts';

export interface RemoteStackMembership {
  readonly id: string;
  readonly primaryAssetId: string;
  readonly assetCount: number;
}

export interface RemoteStack {
  readonly id: string;
  readonly primaryAssetId: string;
  /** Remote ids, as far as they are neither in the trash nor locked away. */
  readonly members: readonly string[];
}

const madeStack = z.object({ id: z.string(), primaryAssetId: z.string() });
const fullStack = z.object({
  id: z.string(),
  primaryAssetId: z.string(),
  assets: z.array(z.object({ id: z.string() })),
});
const fullStacks = z.array(fullStack);

export class Stacks {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Stacks assets, the first on top. A stack of which one of them is the top is merged into the new one: look before. For the same reason
   * it can be repeated: the stack of the first try is merged into that of the second. Needs `stack.create`.
   * @returns the stack's id.
   */
  async create(ids: readonly string[]): Promise<string> {
    const body: StackCreateDto = { assetIds: [...ids] };
    const stack = await this.#http.call(madeStack, 'create-stack', keyed('POST', '/stacks', body));
    if (stack.primaryAssetId !== ids[0]) throw malformed('create-stack', 'the cover');
    return stack.id;
  }

  /** All stacks of the user. Needs `stack.read`; null where the key lacks it, and where the list is too long to be worth reading. */
  async list(): Promise<readonly RemoteStack[] | null> {
    const what = 'list-stacks';
    return this.#http.repeat(what, async () => {
      try {
        const answer = await this.#http.send(keyed('GET', '/stacks'));
        if (answer.status === 403) return null;
        const stacks = read(fullStacks, what, answer);
        return stacks.map(({ assets, ...stack }) => ({ ...stack, members: assets.map(({ id }) => id) }));
      } catch (error) {
        if (error instanceof AnswerUnreasonable) return null;
        throw error;
      }
    });
  }

  /**
   * One stack, also of archived assets, which themselves tell none. Needs `stack.read`.
   * @returns null when there is no such stack (any more), `forbidden` without that permission.
   */
  async find(id: string): Promise<RemoteStack | 'forbidden' | null> {
    const what = 'look-up-stack';
    return this.#http.repeat(what, async () => {
      const answer = await this.#http.send(keyed('GET', `/stacks/${id}`));
      if (answer.status === 403) return 'forbidden';
      if (answer.status === 400 || answer.status === 404) return null;
      const { assets, ...stack } = read(fullStack, what, answer);
      if (stack.id !== id) throw malformed(what);
      return { ...stack, members: assets.map((asset) => asset.id) };
    });
  }

  /** The stacks with this asset on top; null without the permission `stack.read`. */
  async under(primaryAssetId: string): Promise<readonly RemoteStack[] | null> {
    const what = 'look-up-stack';
    return this.#http.repeat(what, async () => {
      const answer = await this.#http.send(keyed('GET', `/stacks?primaryAssetId=${primaryAssetId}`));
      if (answer.status === 403) return null;
      const stacks = read(fullStacks, what, answer).filter((stack) => stack.primaryAssetId === primaryAssetId);
      return stacks.map(({ assets, ...stack }) => ({ ...stack, members: assets.map(({ id }) => id) }));
    });
  }

  /** Needs `stack.update`. */
  async setCover(stackId: string, id: string): Promise<void> {
    const body: StackUpdateDto = { primaryAssetId: id };
    await this.#http.command('update-stack', keyed('PUT', `/stacks/${stackId}`, body));
  }

  /** Takes an asset that is not the cover out of its stack; the asset stays. Needs `stack.update`. */
  async remove(stackId: string, id: string): Promise<void> {
    await this.#http.command('update-stack', keyed('DELETE', `/stacks/${stackId}/assets/${id}`));
  }

  /** Dissolves a stack; its assets stay. Needs `stack.delete`. */
  async dissolve(stackId: string): Promise<void> {
    await this.#http.command('dissolve-stack', keyed('DELETE', `/stacks/${stackId}`));
  }
}
