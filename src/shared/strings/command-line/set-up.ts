/** What the commands that set up and look after print: `login`, `server`, `config`, `tools`, `hooks`, `diagnostics`. */
import type { HookName } from '../../../core/model/hooks.ts';

export const setUpOutputStrings = {
  key: {
    prompt: 'Paste the API key from Immich (Account Settings › API Keys), then press Return. It is not shown.',
    accepted: 'Immich {version} at {server} accepts this key: {email}.',
    /** @param place as “the macOS keychain” */
    saved: 'The key is saved in {place}.',
    removed: 'The key was removed.',
    userAccepted: 'From now on your photos are uploaded to {email}.',
    serverAccepted: 'The Immich server at {server} is yours: the API key is used there from now on.',
  },

  server: {
    address: 'Address: {address}',
    addressNone: 'Address: none',
    away: 'Away from home: {address}',
    awayNone: 'Away from home: none',
    header: 'header {name}',
    headerInSettings: 'header {name} (in the settings file)',
    certificate: 'client certificate {name}',
    authority: 'certificate authority {name}',
    /** @param origin as “https://photos.example.org” */
    kept: 'Kept for {origin}, and sent to no other address:',
    notSent:
      'Headers and certificates of {origin} are sent to no other address. `immich-sync server reuse {origin}` uses them for the new one, `immich-sync server forget {origin}` removes them.',
    headerPrompt: 'Paste the value of {name}, then press Return. It is not shown.',
    passphrasePrompt: 'Type the passphrase of the file, then press Return. It is not shown.',
  },

  config: {
    noServer: 'It has no server address.',
    server: 'Server: {url}',
    /** @param place as “the macOS keychain” */
    keySaved: 'The API key is saved in {place}.',
    noKey: 'It has no API key.',
    notChanged: '{file} was not changed.',
  },

  tools: {
    /** @param version as “0.74.2” @param verdict as “tested” @param by as “installed by Immich Sync” */
    version: '{version} ({verdict}, {by})',
    noVersion: '({verdict}, {by}; {reason})',
    alsoFound: 'also found: {tool}',
    offered: '`immich-sync tools install {tool}` installs {version}, which was tested.',
    /** @param percent of an installation @param activity a sentence */
    progress: '{percent, number}% · {activity}',
    /** Sizes. */
    bytes: '{done} of {total}',
    upToDate: 'The tools are up to date.',
    inUse: '{tool} {version} is in use now.',
    set: 'The tools are those of set {set}.',
  },

  hooks: {
    off: '{service}: off. `immich-sync hooks set {name}` turns it on.',
    noAddress: '{service}: on, but without an address. `immich-sync hooks set {name}` gives it one.',
    nothingYet: '{service}: on, nothing sent yet.',
    told: '{service}: on, last notified {when}.',
    notTold: '{service}: on, could not be notified {when}: {reason}.',
    prompts: {
      healthchecks: 'Paste the ping address of the check. Then press Return. It is not shown.',
      webhook:
        'Paste the address; what is to be sent as authorization comes after a space, like `Bearer …`. Then press Return. It is not shown.',
      ntfy: 'Paste the address of the topic; an access token comes after a space. Then press Return. It is not shown.',
    } as const satisfies Record<HookName, string>,
    saved: 'The address is saved. Try it: `immich-sync hooks test {name}`.',
    removed: 'The address was removed.',
    noneOn: 'No service is on. `immich-sync hooks set` turns one on.',
    sent: '{service}: the test was sent.',
  },

  diagnostics: {
    saved: 'Saved as {file}. Names have stand-ins; look through it all the same before you send it.',
  },
} as const;
