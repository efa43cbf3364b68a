/** What Settings and the assistant ask and change: choices, the server and the way to it, tools, services. */
import type { HookName } from '../../core/model/hooks.ts';
import type { ToolName } from '../../core/model/tools.ts';
import type { DoctorResult, LegacyConfigView, LibraryCheck, ToolCheck, ToolUpdateView } from '../views/checks.ts';
import type {
  AdoptableAlbumView,
  AlbumEntryView,
  HookView,
  KeyView,
  ServerFound,
  ServerTest,
  SettingChange,
  SettingsView,
  VersionView,
} from '../views/settings.ts';

export interface SettingsCalls {
  'settings.get': { request: null; response: SettingsView };
  'settings.change': { request: SettingChange; response: SettingsView };
  'key.save': { request: { readonly key: string }; response: KeyView };
  'key.remove': { request: null; response: KeyView };
  /** Looks for Immich at an address, and keeps the address when it is there. */
  'server.find': { request: { readonly url: string }; response: ServerFound };
  /** Null uses what is stored. */
  'server.test': { request: { readonly url: string | null; readonly key: string | null }; response: ServerTest };
  /** A header for the way to an address; its value never comes back. */
  'header.set': {
    request: { readonly address: string; readonly name: string; readonly value: string };
    response: SettingsView;
  };
  'header.remove': { request: { readonly address: string; readonly name: string }; response: SettingsView };
  /**
   * Shows the system's file dialog, or with a passphrase takes the file that was chosen last; gives the new settings, or null when it was cancelled.
   */
  'certificate.choose': {
    request: { readonly address: string; readonly passphrase: string | null };
    response: SettingsView | null;
  };
  'certificate.remove': { request: { readonly address: string }; response: SettingsView };
  /** Shows the system's file dialog; gives the new settings, or null when it was cancelled. */
  'authority.choose': { request: { readonly address: string }; response: SettingsView | null };
  'authority.remove': { request: { readonly address: string }; response: SettingsView };
  /** Takes what an earlier address had for another one. */
  'connection.reuse': { request: { readonly from: string; readonly address: string }; response: SettingsView };
  'connection.forget': { request: { readonly address: string }; response: SettingsView };
  /** Continues with the user of the present key, who is not the previous one; and syncs. */
  'user.accept': { request: null; response: null };
  /**
   * Takes the server that answers now for the person's own: the key is shown there from now on; and syncs.
   * @property address that was shown to the person; null for whichever answers
   */
  'server.accept': { request: { readonly address: string | null }; response: null };
  /** `mayAsk`: whether the person has said that macOS may ask for its permission now. */
  'library.check': { request: { readonly mayAsk: boolean }; response: LibraryCheck };
  /** Hardware addresses of the routers of the networks that the Mac is on now. */
  'networks.current': { request: null; response: readonly string[] };
  /** Albums made in Immich that have the name of one in Photos. */
  'albums.adoptable': { request: null; response: readonly AdoptableAlbumView[] };
  /** Those of the last look at the library, by folder and title. */
  'albums.list': { request: null; response: readonly AlbumEntryView[] };
  'tools.check': { request: null; response: readonly ToolCheck[] };
  /** Ends when they are there, or with `tools.cancel`. Further calls meanwhile wait for the same. */
  'tools.install': { request: { readonly names: readonly ToolName[] }; response: readonly ToolCheck[] };
  /** Answered when none of it is in progress any more. */
  'tools.cancel': { request: null; response: null };
  /** Uses another program that was found; null for our own, or the first that is found. */
  'tools.use': { request: { readonly name: ToolName; readonly path: string | null }; response: readonly ToolCheck[] };
  /** @property isNeeded whether those in use cannot read the library */
  'tools.update': { request: { readonly isNeeded: boolean }; response: ToolUpdateView };
  'legacy.find': { request: null; response: LegacyConfigView | null };
  'legacy.import': { request: null; response: SettingsView };
  'doctor.run': { request: null; response: readonly DoctorResult[] };
  /** Services that are notified of each sync: never their addresses. */
  'hooks.list': { request: null; response: readonly HookView[] };
  /** Keeps an address, with what is to be shown after a blank, and turns the service on. */
  'hooks.set': { request: { readonly hook: HookName; readonly address: string }; response: readonly HookView[] };
  'hooks.remove': { request: { readonly hook: HookName }; response: readonly HookView[] };
  /** Sends a test; what came of it is in the answer. */
  'hooks.test': { request: { readonly hook: HookName }; response: readonly HookView[] };
  /** Versions of what is at work. */
  'about.get': { request: null; response: readonly VersionView[] };
}

/** Their names, for the preload script; one without the other does not compile. */
export const SETTINGS_CALLS: Readonly<Record<keyof SettingsCalls, true>> = {
  'settings.get': true,
  'settings.change': true,
  'key.save': true,
  'key.remove': true,
  'server.find': true,
  'server.test': true,
  'header.set': true,
  'header.remove': true,
  'certificate.choose': true,
  'certificate.remove': true,
  'authority.choose': true,
  'authority.remove': true,
  'connection.reuse': true,
  'connection.forget': true,
  'user.accept': true,
  'server.accept': true,
  'library.check': true,
  'networks.current': true,
  'albums.adoptable': true,
  'albums.list': true,
  'tools.check': true,
  'tools.install': true,
  'tools.cancel': true,
  'tools.use': true,
  'tools.update': true,
  'legacy.find': true,
  'legacy.import': true,
  'doctor.run': true,
  'hooks.list': true,
  'hooks.set': true,
  'hooks.remove': true,
  'hooks.test': true,
  'about.get': true,
};
