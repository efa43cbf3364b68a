/**
 * The look before a stack is made or changed: are its files there, and in which stacks? A few are asked for one by one, so that a small
 * change costs the same on a server with many stacks; many are answered by two questions, for all stacks and for all checksums.
 */
import type { ImmichClient } from '../../../immich/client/client.ts';
import type { RemoteStackMembership } from '../../../immich/client/stacks.ts';
import type { StackPlan } from './plan.ts';

interface SeenAsset {
  readonly stack: RemoteStackMembership | null;
  readonly isTrashed?: boolean;
}

/** What the server says of the files that one stack is about. */
export interface Sight {
  /** By remote id; null for a file that the key cannot reach, and for one in the trash, of which no stack is told. */
  readonly assets: ReadonlyMap<string, SeenAsset | null>;
  /** The id of our stack; null when there is none any more, or none yet. */
  readonly ours: string | null;
  readonly cover: string | null;
  /** How many are in it, also such as we know nothing of. */
  readonly size: number;
}

/** Up to so many files are asked for one by one. */
const MAX_SINGLE_LOOKS = 20;
/** With more stacks of ours on the server the list is longer than what it spares. */
const MAX_LISTED_STACKS = 2_000;

export interface LookContext {
  readonly client: ImmichClient;
  /** SHA-1 by remote id. */
  readonly checksums: ReadonlyMap<string, string>;
  /** How many stacks of ours are on the server as far as is known. */
  readonly known: number;
}

/** Asks for the files of one plan, one by one. */
export async function lookAt(plan: StackPlan, client: ImmichClient): Promise<Sight> {
  const assets = new Map<string, { readonly stack: RemoteStackMembership | null } | null>();
  const archived: string[] = [];
  for (const id of filesOf(plan)) {
    const asset = await client.assets.details(id);
    assets.set(id, asset);
    if (asset?.stack === null && asset.visibility === 'archive') archived.push(id);
  }
  if (archived.length > 0) await lookBehindArchive(plan, assets, archived, client);
  return toSight(plan, assets);
}

/** An archived asset does not tell that it is in a stack with other archived ones; the stack itself does. Source: Immich 2.7 and 3.1. */
async function lookBehindArchive(
  { wanted, row }: StackPlan,
  assets: Map<string, { readonly stack: RemoteStackMembership | null } | null>,
  silent: readonly string[],
  client: ImmichClient,
): Promise<void> {
  const own = row?.remoteId == null ? null : await client.stacks.find(row.remoteId);
  const stacks = own === null || own === 'forbidden' ? [] : [own];
  for (const id of wanted.filter((cover) => silent.includes(cover)))
    stacks.push(...((await client.stacks.under(id)) ?? []));
  for (const { id, primaryAssetId, members } of stacks)
    for (const member of silent.filter((asset) => asset === primaryAssetId || members.includes(asset)))
      assets.set(member, { stack: { id, primaryAssetId, assetCount: Math.max(members.length, 1) } });
}

/** How long a look at many is good for, in milliseconds. */
const FRESH = 2_000;

/** Looks at many stacks at once, again and again while they are being made, so that no look is older than seconds. */
export class StackLooks {
  readonly #plans: readonly StackPlan[];
  readonly #context: LookContext;
  #sights: ReadonlyMap<StackPlan, Sight> = new Map();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(plans: readonly StackPlan[], context: LookContext) {
    this.#plans = plans;
    this.#context = context;
  }

  /** What is known of the plans from this position on; whoever is missing has to be looked at with {@link lookAt}. */
  async at(start: number): Promise<ReadonlyMap<StackPlan, Sight>> {
    if (performance.now() - this.#lookedAt > FRESH) {
      const startedAt = performance.now();
      this.#sights = await lookAtAll(this.#plans.slice(start), this.#context);
      this.#lookedAt = startedAt;
    }
    return this.#sights;
  }
}

/**
 * Looks at the files of many plans at once.
 * @returns what could be seen so; whoever is missing has to be looked at with {@link lookAt}.
 */
export async function lookAtAll(plans: readonly StackPlan[], context: LookContext): Promise<Map<StackPlan, Sight>> {
  const sights = new Map<StackPlan, Sight>();
  // What is to be taken apart is looked at closely.
  const makings = plans.filter(({ wanted }) => wanted.length > 1);
  const files = makings.reduce((total, plan) => total + filesOf(plan).size, 0);
  if (files <= MAX_SINGLE_LOOKS || context.known > MAX_LISTED_STACKS) return sights;
  const stacks = await context.client.stacks.list();
  if (stacks === null) return sights;
  const memberships = new Map<string, RemoteStackMembership>();
  for (const { id, primaryAssetId, members } of stacks) {
    const stack = { id, primaryAssetId, assetCount: members.length };
    for (const member of [primaryAssetId, ...members]) memberships.set(member, stack);
  }
  const present = await presentFiles(makings, context);
  for (const plan of makings) {
    const assets = new Map<string, { readonly stack: RemoteStackMembership | null }>();
    for (const id of filesOf(plan)) {
      const stack = memberships.get(id) ?? null;
      // The list leaves out members that are in the trash: only of what is known not to be there it tells that it is in no stack.
      if (stack !== null || present.has(id)) assets.set(id, { stack });
    }
    if (assets.size === filesOf(plan).size) sights.set(plan, toSight(plan, assets));
  }
  return sights;
}

async function presentFiles(
  plans: readonly StackPlan[],
  { client, checksums }: LookContext,
): Promise<ReadonlySet<string>> {
  const asked = new Set(plans.flatMap((plan) => [...filesOf(plan)].flatMap((id) => checksums.get(id) ?? [])));
  const answers = await client.assets.check([...asked]);
  return new Set([...answers.values()].flatMap((answer) => (answer.state === 'present' ? [answer.remoteId] : [])));
}

/** Everything that the stack has to do with: what is meant to be in it, and what was. */
function filesOf({ wanted, row }: StackPlan): ReadonlySet<string> {
  return new Set([...wanted, ...(row?.members ?? []), ...(row?.intent ?? [])]);
}

function toSight({ row }: StackPlan, assets: Sight['assets']): Sight {
  const memberships = [...assets.values()].flatMap((asset) => asset?.stack ?? []);
  // A run that was cut off may have made the stack without living to write it down: it has the cover that we meant, and nobody else in it.
  const meant = row?.intent?.[0];
  const found =
    memberships.find((stack) => stack.id === row?.remoteId) ??
    memberships.find((stack) => stack.primaryAssetId === meant && stack.assetCount <= assets.size);
  return {
    assets: new Map([...assets].map(([id, asset]) => [id, asset?.isTrashed ? null : asset])),
    ours: found?.id ?? null,
    cover: found?.primaryAssetId ?? null,
    size: found?.assetCount ?? 0,
  };
}
