import { describe, expect, it } from 'vitest';
import { tell } from '../../../src/core/model/problem.ts';
import { unmetNetwork, unmetPower } from '../../../src/core/schedule/conditions.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/schema.ts';

const defaults = DEFAULT_SETTINGS.conditions;

describe('power', () => {
  it.each([
    ['plugged in', { onlyOnPower: true }, { isOnBattery: false, batteryPercent: 5 }, null],
    [
      'on battery',
      { onlyOnPower: true },
      { isOnBattery: true, batteryPercent: 95 },
      'the Mac is running on battery power',
    ],
    ['not asked for', {}, { isOnBattery: true, batteryPercent: 1 }, null],
    ['full enough', { minimumBattery: 30 }, { isOnBattery: true, batteryPercent: 31 }, null],
    [
      'too low',
      { minimumBattery: 30 },
      { isOnBattery: true, batteryPercent: 30 },
      'the battery is at 30%, and syncs need more than 30%',
    ],
    ['low, but plugged in', { minimumBattery: 30 }, { isOnBattery: false, batteryPercent: 3 }, null],
    ['cannot be told', { onlyOnPower: true, minimumBattery: 30 }, { isOnBattery: null, batteryPercent: null }, null],
  ])('%s', (_name, rules, power, reason) => {
    const unmet = unmetPower({ ...defaults, ...rules }, power);
    expect(unmet && tell(unmet.reason)).toBe(reason);
  });
});

describe('networks', () => {
  const home = 'a4:b1:c1:00:00:01';
  const chosen = { networks: [`${home.toUpperCase()} Home`] };
  it.each([
    ['any will do', {}, { routers: [], isHotspot: null }, null],
    ['a hotspot', {}, { routers: [home], isHotspot: true }, 'the Mac is on a phone’s hotspot'],
    ['a hotspot that is allowed', { avoidHotspots: false }, { routers: [], isHotspot: true }, null],
    ['a chosen one, beside another', chosen, { routers: ['02:00:00:00:00:09', home], isHotspot: false }, null],
    [
      'another',
      chosen,
      { routers: ['02:00:00:00:00:09'], isHotspot: false },
      'the Mac is not on one of the chosen networks',
    ],
    ['none', chosen, { routers: [], isHotspot: null }, 'the Mac is not on one of the chosen networks'],
  ])('%s', (_name, rules, network, reason) => {
    const unmet = unmetNetwork({ ...defaults, ...rules }, network);
    expect(unmet && tell(unmet.reason)).toBe(reason);
  });
});
