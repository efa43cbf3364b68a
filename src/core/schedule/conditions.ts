/** The conditions under which a sync may start by itself. Pure; a person who clicks is asked nothing. */

import { because, type Reason } from '../model/reasons.ts';
import type { Settings } from '../model/settings.ts';
import type { WaitingFor } from '../model/waiting.ts';
import type { NetworkState, PowerState } from '../system/system-state.ts';

export type Conditions = Settings['conditions'];

export interface Unmet {
  readonly waitingFor: WaitingFor;
  /** What is missing. */
  readonly reason: Reason;
}

/** Milliseconds in an hour. */
const HOUR = 3_600_000;

export const asksForPower = ({ onlyOnPower, minimumBattery }: Conditions) => onlyOnPower || minimumBattery !== null;
export const asksForNetwork = ({ networks, avoidHotspots }: Conditions) => networks.length > 0 || avoidHotspots;

/** What cannot be told does not keep a sync from starting: a Mac without a battery has none to be low. */
export function unmetPower({ onlyOnPower, minimumBattery }: Conditions, power: PowerState): Unmet | null {
  if (power.isOnBattery !== true) return null;
  if (onlyOnPower) return { waitingFor: 'power', reason: because('on-battery') };
  if (minimumBattery === null || power.batteryPercent === null || power.batteryPercent > minimumBattery) return null;
  return {
    waitingFor: 'power',
    reason: because('battery-low', { percent: power.batteryPercent, minimum: minimumBattery }),
  };
}

/** A network that cannot be told is not one of the chosen. */
export function unmetNetwork({ networks, avoidHotspots }: Conditions, network: NetworkState): Unmet | null {
  if (avoidHotspots && network.isHotspot === true) return { waitingFor: 'network', reason: because('on-hotspot') };
  if (networks.length === 0) return null;
  const chosen = new Set(networks.map(routerOf));
  if (network.routers.some((router) => chosen.has(router))) return null;
  return { waitingFor: 'network', reason: because('not-on-chosen-network') };
}

/** A chosen network is written as the hardware address of its router and a name for people. */
export function routerOf(network: string): string {
  return network.slice(0, 17).toLowerCase();
}

/** When a due sync that has waited since then stops waiting and counts as skipped. Milliseconds since 1970. */
export function waitingDeadline(since: number, { waitAtMost }: Conditions): number {
  return since + waitAtMost * HOUR;
}
