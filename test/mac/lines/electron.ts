/** What Electron does on this Mac that the app relies on, asked of the probe (test/mac/probe). */
import { join, resolve } from 'node:path';
import type { SmokeLine } from './index.ts';

const ICON = resolve(import.meta.dirname, '../../../app/icons/up-to-dateTemplate.png');

interface TrayLook {
  readonly at: number;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly screenHeight: number;
}

export const electronLines: readonly SmokeLine[] = [
  {
    name: 'node:sqlite opens inside Electron',
    expected: 'a database is made, written and read',
    needs: 'any',
    look: async (bench) => {
      const { home } = await bench.freshHome();
      const [answer] = await bench.ask('sqlite', { args: [`--file=${join(home, 'probe.sqlite')}`] });
      const { sqlite, electron } = answer as { readonly sqlite: string; readonly electron: string };
      return { asExpected: /^3\./.test(sqlite), seen: `SQLite ${sqlite} in Electron ${electron}` };
    },
  },
  {
    name: 'bounds of a new icon',
    expected: 'after 3 and after 10 seconds the same place inside the menu bar; before that it may still have none',
    needs: 'macOS',
    look: async (bench) => {
      const looks = (await bench.ask('tray-bounds', { args: [`--icon=${ICON}`] })) as readonly TrayLook[];
      const [at3, at10] = looks.slice(-2);
      const isPlaced = (look: TrayLook | undefined) =>
        look !== undefined && look.bounds.x > 0 && look.bounds.y >= 0 && look.bounds.y < 100;
      return {
        asExpected: looks.length === 4 && isPlaced(at3) && JSON.stringify(at3?.bounds) === JSON.stringify(at10?.bounds),
        seen: looks
          .map(({ at, bounds: { x, y, width, height } }) => `${at / 1000} s: x ${x} y ${y} ${width}×${height}`)
          .concat(`the screen is ${looks[0]?.screenHeight} high`)
          .join('; '),
      };
    },
  },
  {
    name: 'a message box with a window',
    expected: 'an interval of 100 ms goes on beside it: at least 15 ticks in 2 seconds',
    needs: 'any',
    look: async (bench) => {
      const [answer] = await bench.ask('message-box');
      const { ticks } = answer as { readonly ticks: number };
      return { asExpected: ticks >= 15, seen: `${ticks} ticks` };
    },
  },
  {
    name: 'a message box without a window',
    expected:
      'the interval stands still (no more than 3 ticks in 4 seconds): why a lint rule forbids it; when it runs, the rule can go',
    needs: 'macOS',
    look: async (bench) => {
      const answers = await bench.ask('message-box-without-window', { limit: 6_000 });
      const ticks = answers.slice(answers.indexOf('asked') + 1).length;
      return { asExpected: answers.includes('asked') && ticks <= 3, seen: `${ticks} ticks` };
    },
  },
  {
    name: 'login item',
    expected: 'not-found or not-registered before, enabled or requires-approval when on, as before when off again',
    needs: 'macOS',
    look: async (bench) => {
      const [answer] = await bench.ask('login-item');
      const { before, on, off } = answer as { readonly before: string; readonly on: string; readonly off: string };
      return {
        asExpected:
          ['not-found', 'not-registered'].includes(before) &&
          ['enabled', 'requires-approval'].includes(on) &&
          ['not-found', 'not-registered'].includes(off),
        seen: `before ${before}, on ${on}, off ${off}`,
      };
    },
  },
];
