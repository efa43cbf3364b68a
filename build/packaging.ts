/** What electron-builder.yml cannot say: what is computed, and what depends on who signs. */
import type { Configuration } from 'electron-builder';
import { bundleVersion } from './versions.ts';

/**
 * `certificate`: by Apple's Developer ID, and notarised, from what the environment says (CSC_LINK, CSC_KEY_PASSWORD; APPLE_API_KEY,
 * APPLE_API_KEY_ID, APPLE_API_ISSUER); fails without. `ad-hoc`: by nobody, which lets it start on the Mac that made it. `none`: not on a Mac.
 */
export type Signing = 'certificate' | 'ad-hoc' | 'none';

export function packaging(version: string, signing: Signing): Configuration {
  const mac = { bundleVersion: bundleVersion(version) };
  switch (signing) {
    case 'certificate':
      return { forceCodeSigning: true, mac: { ...mac, notarize: true }, dmg: { sign: true } };
    case 'ad-hoc':
      // macOS would not load the libraries of a hardened program that nobody has signed.
      return { mac: { ...mac, identity: '-', hardenedRuntime: false } };
    case 'none':
      return { mac: { ...mac, identity: null }, electronFuses: { resetAdHocDarwinSignature: false } };
  }
}
