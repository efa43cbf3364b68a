/** What the conditions of a sync ask about the computer: where its power comes from and which network it is on. */

export interface PowerState {
  /** Null when it cannot be told. */
  readonly isOnBattery: boolean | null;
  /** 0 to 100; null without a battery, or when it cannot be told. */
  readonly batteryPercent: number | null;
}

/**
 * A network is known by its router: macOS gives the name of a Wi-Fi only to programs that may know where the Mac is (15.6 and later print
 * `<redacted>`), and a cable has none.
 */
export interface NetworkState {
  /** Hardware addresses of the routers, the one that is used first: `aa:bb:cc:dd:ee:ff`. Empty when offline or when it cannot be told. */
  readonly routers: readonly string[];
  /** Whether it is a phone's personal hotspot; null when it cannot be told. */
  readonly isHotspot: boolean | null;
}

/** The port to the system. Nothing it cannot find out is an error. */
export interface SystemReader {
  readonly power: () => Promise<PowerState>;
  readonly network: () => Promise<NetworkState>;
}

export const UNKNOWN_POWER: PowerState = { isOnBattery: null, batteryPercent: null };
export const UNKNOWN_NETWORK: NetworkState = { routers: [], isHotspot: null };

/** iPhones and iPads give their hotspot 172.20.10.0/28, always. */
export function isPhoneGateway(address: string): boolean {
  return /^172\.20\.10\.(?:[0-9]|1[0-5])$/.test(address);
}

/** `0:1a:2:b:c:d`, as macOS prints it, becomes `00:1a:02:0b:0c:0d`; null for what is no hardware address of a single device. */
export function hardwareAddress(text: string): string | null {
  const parts = text.toLowerCase().split(':');
  if (parts.length !== 6 || !parts.every((part) => /^[0-9a-f]{1,2}$/.test(part))) return null;
  const address = parts.map((part) => part.padStart(2, '0')).join(':');
  return address === '00:00:00:00:00:00' || address === 'ff:ff:ff:ff:ff:ff' ? null : address;
}
