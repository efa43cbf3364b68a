import { expect, it } from 'vitest';
import { makeProblem } from '../../../src/core/model/problem.ts';
import { withoutNames } from '../../../src/main/services/diagnostics.ts';
import type { RunDetails } from '../../../src/shared/contract.ts';

const RUN: RunDetails = {
  run: 7,
  trigger: 'schedule',
  outcome: 'partial',
  startedAt: 0,
  endedAt: 1,
  uploaded: 2,
  newItems: 2,
  edits: 0,
  albumsChanged: 0,
  findings: [{ name: 'deleted', count: 1 }],
  reason: 'SECRET.HEIC could not be read',
  waited: null,
  bytesUploaded: 3,
  alreadyThere: 0,
  verified: 2,
  failed: 1,
  livePhotosLinked: 0,
  albumsCreated: 0,
  albumAssetsAdded: 0,
  albumAssetsRemoved: 0,
  albumsArranged: 0,
  stacksChanged: 0,
  details: [{ name: 'descriptions', count: 1 }],
  conflicts: [
    {
      uuid: 'SECRET',
      filename: 'SECRET.HEIC',
      field: 'description',
      photos: 'SECRET',
      immich: 'SECRET too',
      winner: 'photos',
    },
  ],
  contradictions: [
    {
      filename: 'SECRET.HEIC',
      field: 'date',
      value: 'SECRET',
      others: [{ filename: 'SECRET 2.HEIC', value: 'SECRET' }],
    },
  ],
  coverage: null,
  problems: [makeProblem('albums-ambiguous', { count: 1, name: 'SECRET' }, ['SECRET.HEIC'])],
  durations: [],
};

it('a sync in the diagnostics has its counts and codes, and no name or caption of anything', () => {
  const said = withoutNames(RUN);
  expect(JSON.stringify(said)).not.toContain('SECRET');
  expect(said).toMatchObject({
    uploaded: 2,
    findings: [{ name: 'deleted', count: 1 }],
    conflicts: [{ field: 'description', winner: 'photos' }],
    contradictions: [{ field: 'date', others: 1 }],
    problems: [{ code: 'albums-ambiguous', count: 1 }],
  });
});
