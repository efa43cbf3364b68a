/** What can go wrong: the server. See `kind.ts`. */
import type { Explanation } from '../reasons.ts';
import { type ServerTask, serverTask } from '../server-tasks.ts';
import { problem } from './kind.ts';

export const SERVER_PROBLEMS = {
  'server-address-invalid': problem<{ readonly address: string }>({
    title: 'That is not a web address',
    sentence: ({ address }) => `“${address}” is not a web address.`,
    advice: 'Enter the address that you open Immich with, for example https://photos.example.org.',
    action: 'check-address',
    exitCode: 2,
  }),
  'server-unreachable': problem<{
    readonly server: string;
    readonly reason: Explanation;
    /** Its other address, where it was tried without success, too. */
    readonly away?: string;
    readonly awayReason?: Explanation;
  }>({
    title: 'The server does not answer',
    sentence: ({ server, reason, away, awayReason }) =>
      away === undefined
        ? `The Immich server at ${server} does not answer (${reason}).`
        : `The Immich server answers neither at ${server} (${reason}) nor at ${away} (${awayReason}).`,
    advice: 'Check that it is on and that this Mac can reach it. Immich Sync tries again automatically.',
    action: 'check-address',
    exitCode: 4,
  }),
  'local-network-refused': problem<{ readonly server: string }>({
    title: 'The server cannot be reached on the local network',
    sentence: ({ server }) =>
      `This Mac does not let Immich Sync reach ${server} on the local network, or the server is off.`,
    advice:
      'Answer the question that macOS asks, or switch on Immich Sync in System Settings › Privacy & Security › Local Network, then try again.',
    action: 'local-network-access',
    exitCode: 4,
  }),
  'server-not-immich': problem<{ readonly server: string; readonly reason: Explanation }>({
    title: 'This is not an Immich server',
    sentence: ({ server, reason }) => `There is a server at ${server}, but it is not Immich (${reason}).`,
    advice: 'Check the address: it is the one that you open Immich with in the browser.',
    action: 'check-address',
    exitCode: 4,
  }),
  'server-redirects': problem<{
    readonly server: string;
    /** Null where the answer does not name it. */
    readonly target: string | null;
  }>({
    title: 'The server has another address',
    sentence: ({ server, target }) =>
      target === null ? `${server} redirects to another address.` : `${server} redirects to ${target}.`,
    advice: 'Use the address that it redirects to.',
    action: 'check-address',
    exitCode: 4,
  }),
  'server-login-page': problem<{ readonly server: string; readonly reason: Explanation }>({
    title: 'The server is behind a login page',
    sentence: ({ server, reason }) => `${server} is behind a login page (${reason}), which Immich Sync cannot pass.`,
    advice: 'Exempt Immich’s address from it, or have Immich Sync send a header that it accepts.',
    command: 'immich-sync server header NAME',
    action: 'check-address',
    exitCode: 4,
  }),
  'client-certificate-needed': problem<{ readonly server: string; readonly reason: Explanation }>({
    title: 'The server asks for a client certificate',
    sentence: ({ server, reason }) => `${server} does not let Immich Sync in (${reason}).`,
    advice: 'Choose the client certificate that was made for this Mac in the settings of the server.',
    command: 'immich-sync server certificate FILE',
    action: 'check-address',
    exitCode: 4,
  }),
  'client-certificate-unusable': problem<{ readonly name: string; readonly reason: Explanation }>({
    title: 'The client certificate cannot be used',
    sentence: ({ name, reason }) => `The client certificate ${name} cannot be used (${reason}).`,
    advice: 'Choose a .p12 or .pfx file, or a .pem file with certificate and private key.',
    command: 'immich-sync server certificate FILE',
    action: 'check-address',
    exitCode: 2,
  }),
  'client-certificate-locked': problem<{ readonly name: string; readonly reason: Explanation }>({
    title: 'The client certificate needs its passphrase',
    sentence: ({ name, reason }) => `The client certificate ${name} cannot be opened (${reason}).`,
    advice: 'Enter the passphrase of the file.',
    command: 'immich-sync server certificate FILE --passphrase',
    action: 'check-address',
    exitCode: 2,
  }),
  'authority-unusable': problem<{ readonly name: string; readonly reason: Explanation }>({
    title: 'The authority cannot be used',
    sentence: ({ name, reason }) => `The file ${name} cannot be used as a certificate authority (${reason}).`,
    advice: 'Choose a .pem, .crt or .cer file with the certificate of your authority.',
    command: 'immich-sync server authority FILE',
    action: 'check-address',
    exitCode: 2,
  }),
  'connection-secrets-unreadable': problem({
    title: 'Headers and certificates cannot be read',
    sentence: () =>
      'The headers and client certificates for the server cannot be read: their key is gone from the keychain, or the file was changed.',
    advice: 'Enter the headers again, and choose the client certificates again.',
    command: 'immich-sync server header NAME',
    action: 'check-address',
    exitCode: 3,
  }),
  'server-certificate': problem<{ readonly server: string; readonly reason: Explanation }>({
    title: 'The server’s certificate is not trusted',
    sentence: ({ server, reason }) => `The certificate of ${server} is not trusted (${reason}).`,
    advice: 'Renew the certificate, or choose the file of its authority in the settings of the server.',
    command: 'immich-sync server authority FILE',
    action: 'check-address',
    exitCode: 4,
  }),
  'server-too-old': problem<{ readonly version: string; readonly needed: string }>({
    title: 'The server needs an update',
    sentence: ({ version, needed }) => `The server runs Immich ${version}; Immich Sync needs ${needed} or newer.`,
    advice: 'Update the Immich server.',
    action: 'update-server',
    exitCode: 4,
  }),
  'server-error': problem<{
    readonly what: ServerTask;
    readonly status: number;
    /** Versions before kept an empty one for none. */
    readonly message: Explanation | null;
  }>({
    title: 'Immich returned an error',
    sentence: ({ what, status, message }) =>
      message === null || message === ''
        ? `Immich returned an error while ${serverTask(what)} (${status}).`
        : `Immich returned an error while ${serverTask(what)} (${status}: ${message}).`,
    advice: 'Check the server’s log. The next sync tries again.',
    action: 'try-again',
    exitCode: 4,
  }),
  'key-refused': problem({
    title: 'Immich refused the API key',
    sentence: () => 'Immich refused the API key.',
    advice: 'Make a new key in Immich under Account Settings › API Keys and enter it instead.',
    command: 'immich-sync login',
    action: 'replace-key',
    exitCode: 4,
  }),
  'key-of-another-user': problem<{ readonly email: string; readonly former: string; readonly server: string }>({
    title: 'The key belongs to someone else',
    sentence: ({ email, former, server }) =>
      `This API key belongs to someone else: ${email}. Until now your photos were uploaded to ${former} at ${server}.`,
    advice: 'Restore the previous key; or use this account, then everything is uploaded to it, too.',
    command: 'immich-sync accept-user',
    action: 'accept-user',
    exitCode: 4,
  }),
  'addresses-differ': problem<{
    readonly server: string;
    readonly other: string;
    /** Whose the key is at `server`; null where it was refused there, or not shown. */
    readonly email: string | null;
    /** `no` where the key was not shown at `server`, because the server told without it that it is another one. */
    readonly wasAsked?: 'no';
  }>({
    title: 'The two addresses lead to different servers',
    sentence: ({ server, other, email, wasAsked }) =>
      wasAsked === 'no'
        ? `A different Immich server answers at ${server} than at ${other}. The API key was not sent there.`
        : email === null
          ? `${server} refused the API key that ${other} accepted.`
          : `At ${server} the API key belongs to ${email}, at ${other} to someone else.`,
    advice: 'Set both addresses to the same Immich server. Nothing was uploaded.',
    command: 'immich-sync config set server.awayUrl ADDRESS',
    action: 'check-address',
    exitCode: 4,
  }),
  'server-not-recognised': problem<{
    readonly server: string;
    /** `changed`: another one answered at this address before; `moved`: the key belongs to another one; `first`: nothing is known of it yet. */
    readonly since: 'changed' | 'moved' | 'first';
  }>({
    title: 'Is this your Immich server?',
    sentence: ({ server, since }) => {
      switch (since) {
        case 'changed':
          return `A different Immich server than before answers at ${server}. The API key was not sent there.`;
        case 'moved':
          return `The Immich server at ${server} is not the one that the API key was used with. The key was not sent there.`;
        default:
          return `It is not known yet whether the Immich server at ${server} is yours. The API key was not sent there.`;
      }
    },
    advice: 'Check that this Mac is on your own network; if the server is yours, confirm it.',
    command: 'immich-sync accept-server',
    action: 'accept-server',
    exitCode: 4,
  }),
  'servers-ambiguous': problem<{ readonly server: string; readonly other: string }>({
    title: 'Which server is yours?',
    sentence: ({ server, other }) =>
      `It is not certain that the Immich servers at ${server} and ${other} are the same.`,
    advice: 'Confirm the one that is yours.',
    command: 'immich-sync accept-server --server ADDRESS',
    action: 'check-address',
    exitCode: 4,
  }),
  'key-lacks-permission': problem<{ readonly permissions: readonly string[] }>({
    title: 'The key lacks permissions',
    sentence: ({ permissions }, say) =>
      `The API key lacks permissions that Immich Sync needs: ${say.list(permissions)}.`,
    advice: 'Edit the key in Immich under Account Settings › API Keys and add them.',
    action: 'edit-key',
    exitCode: 4,
  }),
  'server-storage-full': problem<{ readonly message: Explanation }>({
    title: 'The server is out of space',
    sentence: ({ message }) => `The Immich server is out of space (${message}).`,
    advice: 'Free space on the server, or raise your quota there.',
    action: 'open-immich',
    exitCode: 4,
  }),
};
