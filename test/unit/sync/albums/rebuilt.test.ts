import { expect, it } from 'vitest';
import { matchRebuilt } from '../../../../src/core/sync/reconcile/albums/rebuilt.ts';

const left = (album: string, ...entries: string[]) => ({ album, entries: new Set(entries) });
const added = (album: string, ...contents: string[]) => ({ album, size: contents.length, contents: new Set(contents) });

it('albums of a library that was built anew are known by half or more of what is in them, each once', () => {
  const formers = [left('A', '1', '2', '3'), left('B', '3', '4', '5', '6')];
  const anew = [added('X', '3', '4', '5', '7'), added('Y', '1', '2'), added('Z', '1', '2', '3', '8')];
  expect(matchRebuilt(formers, anew)).toEqual([
    { former: 'A', album: 'Z' },
    { former: 'B', album: 'X' },
  ]);
});

it('one that shares less than half is another album', () => {
  expect(
    matchRebuilt([left('A', '1', '2', '3')], [added('X', '1', '4'), added('Y', '1', '2', '3', '4', '5', '6', '7')]),
  ).toEqual([]);
});

it('two with the same contents go each to one of two', () => {
  const matched = matchRebuilt([left('A', '1'), left('B', '1')], [added('X', '1'), added('Y', '1'), added('Z', '1')]);
  expect(matched).toEqual([
    { former: 'A', album: 'X' },
    { former: 'B', album: 'Y' },
  ]);
});
