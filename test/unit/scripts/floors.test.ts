import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circlesOf, type Import, FLOORS as REAL_FLOORS, violationsOf } from '../../../scripts/floors.ts';

const FLOORS = [['core/model'], ['shared', 'core/ledger'], ['core/sync'], ['main']];
const imports = (...arrows: readonly string[]): readonly Import[] =>
  arrows.map((arrow) => {
    const [from = '', to = ''] = arrow.split(' -> ');
    return { from, to };
  });

describe('the floors of src', () => {
  it('are kept to by what goes down, or stays in its room', () => {
    const down = imports('main/index.ts -> core/sync/run.ts', 'core/sync/run.ts -> core/sync/plan.ts');
    expect(violationsOf([...down, ...imports('shared/contract.ts -> core/model/asset.ts')], FLOORS)).toEqual([]);
  });

  it('are not by what goes up or across, or has no place', () => {
    const arrows = imports(
      'core/ledger/scope.ts -> core/sync/plan.ts',
      'core/ledger/scope.ts -> shared/contract.ts',
      'core/sync/run.ts -> core/new-room/thing.ts',
      'core/sync/run.ts -> core/new-file.ts',
    );
    expect(violationsOf(arrows, FLOORS)).toEqual([
      'core/ledger/scope.ts imports core/sync/plan.ts, which is above it',
      'core/ledger/scope.ts imports shared/contract.ts, which is on the same floor',
      'core/new-room has no floor (scripts/floors.ts)',
      'core/new-file.ts has no floor (scripts/floors.ts)',
    ]);
  });

  it('tell every circle once, however long, and nothing that only leads to one', () => {
    const arrows = imports('a -> b', 'b -> c', 'c -> a', 'd -> a', 'c -> e', 'e -> f', 'f -> e', 'g -> g');
    expect([...circlesOf(arrows)].sort()).toEqual([
      'a and b and c import each other in a circle',
      'e and f import each other in a circle',
      'g import each other in a circle',
    ]);
    expect(circlesOf(imports('a -> b', 'a -> c', 'b -> d', 'c -> d'))).toEqual([]);
  });

  it('are drawn in ARCHITECTURE as they are, from the top down', () => {
    const architecture = readFileSync(join(import.meta.dirname, '../../../ARCHITECTURE.md'), 'utf8');
    const [, table = ''] = /\| floor \| rooms \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(architecture) ?? [];
    const drawn = table
      .trimEnd()
      .split('\n')
      .map((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, room]) => room).sort());
    expect(drawn).toEqual(REAL_FLOORS.map((rooms) => [...rooms].sort()).reverse());
  });
});
