/** The floors of src, and what it means to keep to them. */

export interface Import {
  /** Paths below src. */
  readonly from: string;
  readonly to: string;
}

/**
 * From the ground up. A room that is not named here has no place yet: whoever makes one says on which floor it is.
 * (`biome.json` says besides what each may import from outside, Electron and Node for example.)
 */
export const FLOORS: readonly (readonly string[])[] = [
  ['core/model'],
  ['core/disk-space.ts', 'core/patience.ts', 'core/remove-folder.ts'],
  ['shared', 'core/ledger', 'core/log', 'core/tools'],
  ['core/channel', 'core/copy-file.ts', 'core/secrets', 'core/system'],
  ['core/settings'],
  ['core/forecast', 'core/immich', 'core/lock', 'core/photos'],
  ['core/schedule', 'core/sync'],
  ['core/find', 'core/hooks', 'core/tool-updates'],
  ['core/engine'],
  ['core/agent', 'core/attach', 'core/updates'],
  ['core/doctor'],
  ['core/diagnostics'],
  ['main', 'preload', 'renderer'],
];

/** `core/sync/plan.ts` is in the room `core/sync`, `main/cli.ts` in `main`. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'core' ? `${first}/${second}` : first;
}

/** One sentence for each import that does not go down. */
export function violationsOf(imports: readonly Import[], floors: readonly (readonly string[])[]): readonly string[] {
  const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor])));
  const problems = new Set<string>();
  for (const { from, to } of imports) {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (room === other) continue;
    const [here, there] = [floorOf.get(room), floorOf.get(other)];
    if (here === undefined) problems.add(`${room} has no floor (scripts/floors.ts)`);
    else if (there === undefined) problems.add(`${other} has no floor (scripts/floors.ts)`);
    else if (there >= here) {
      const direction = there === here ? 'on the same floor' : 'above it';
      problems.add(`${from} imports ${to}, which is ${direction}`);
    }
  }
  return [...problems];
}

/** One sentence for each circle: the strongly connected parts of more than one file (Tarjan), and files that import themselves. */
export function circlesOf(imports: readonly Import[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];

  const visit = (file: string): number => {
    const number = order.size;
    order.set(file, number);
    stack.push(file);
    let low = number;
    for (const to of targets.get(file) ?? []) {
      if (!order.has(to)) low = Math.min(low, visit(to));
      else if (stack.includes(to)) low = Math.min(low, order.get(to) ?? low);
    }
    if (low === number) {
      const part = stack.splice(stack.indexOf(file));
      if (part.length > 1 || targets.get(file)?.includes(file)) circles.push(part);
    }
    return low;
  };
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return circles.map((files) => `${files.sort().join(' and ')} import each other in a circle`);
}
