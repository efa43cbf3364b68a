/**
 * Why something is so: a clause for use inside a sentence, without a capital and without a full stop. Ours are codes with typed values, and this
 * table has their words; what a tool, the system or the server said is a {@link Quote} and stays as it was said. Problems, refusals and the
 * history keep the code, so that it can be reworded and translated.
 */
import { plainText } from './plain-text.ts';
import type { Say } from './problems/say.ts';
import { FOUND_BY_WORDS, VERDICT_WORDS } from './tool-words.ts';
import type { FoundBy, ToolVerdict } from './tools.ts';

/** Words that are not ours. What was kept before reasons had codes is read as such, too. */
export type Quote = string & { readonly isQuote: true };

/** Marks words as said by a tool, the system or the server. */
export const quote = (words: string): Quote => plainText(words) as Quote;

/** One of ours, made by {@link because}. Can cross every border as JSON; the code may be one of another version. */
export interface Reason {
  readonly code: string;
  readonly values: Readonly<Record<string, ReasonValue>>;
}

export type Explanation = Reason | Quote;

/** What a clause can be told with: facts, and explanations inside it. */
type ReasonValue = string | number | null | readonly string[] | Explanation | KeptCause;

/** A problem in the place of a reason, as the history keeps it; `problem.ts` knows its words. */
interface KeptCause {
  readonly code: string;
  readonly count: number;
}

/** Values as a sentence gets them: explanations are words by then. */
export type Told<Values> = { readonly [Name in keyof Values]: ToldValue<Values[Name]> };
type ToldValue<Value> = Value extends Explanation
  ? string
  : Value extends readonly Explanation[]
    ? readonly string[]
    : Value;

type NoValues = Readonly<Record<string, never>>;
type Clause<Values> = (values: Told<Values>, say: Say) => string;

const reason = <Values extends Readonly<Record<string, ReasonValue>> = NoValues>(
  clause: Clause<Values>,
): Clause<Values> => clause;

const FILE_REASONS = {
  'no-permission': reason(() => 'this user has no permission to use it'),
  'disk-read-only': reason(() => 'its disk is read-only'),
  'disk-full': reason(() => 'its disk is full'),
  'is-folder': reason(() => 'it is a folder'),
  'file-in-place-of-folder': reason(() => 'there is a file where a folder belongs'),
  'file-is-there': reason(() => 'there is a file of that name'),
  'does-not-exist': reason(() => 'it does not exist'),
  'links-in-a-circle': reason(() => 'its links form a loop'),
  'system-said': reason<{ readonly code: string }>(({ code }) => `the system said ${code}`),
  unusable: reason(() => 'it could not be used'),
  'access-refused': reason(() => 'access was refused'),
  gone: reason(() => 'it is gone'),
  'is-link': reason(() => 'it is a link'),
  'is-no-file': reason(() => 'it is a pipe or a device'),
  'disk-error': reason(() => 'the disk reports an error'),
  empty: reason(() => 'it is empty'),
  'no-database': reason(() => 'it does not look like a database'),
  'name-has-pattern': reason(() => 'its name holds one of the characters * ? [ \\'),
  'damaged-and-stays': reason<{ readonly why: Explanation }>(
    ({ why }) => `it is damaged and could not be set aside: ${why}`,
  ),
  'not-written': reason<{ readonly path: string; readonly why: Explanation }>(
    ({ path, why }) => `its file ${path} could not be written: ${why}`,
  ),
  'of-file': reason<{ readonly path: string; readonly why: Explanation }>(({ path, why }) => `${path}: ${why}`),
  'newer-settings': reason<{ readonly version: number; readonly known: number }>(
    ({ version, known }) =>
      `it was written by a newer version of Immich Sync (settings version ${version}, this one knows ${known})`,
  ),
  'being-written': reason(() => 'another program is writing it'),
  'foreign-folder-inside': reason<{ readonly name: string }>(
    ({ name }) => `it holds a folder ${name} that Immich Sync did not make`,
  ),
  'link-or-outside-library': reason(() => 'its file is a link or lies outside the library'),
  'record-unreadable': reason(() => 'its record in the library cannot be read'),
};

/** What the statuses of proxies, Cloudflare's own included, come to; the number follows. */
const PROXY_WORDS: Readonly<Record<number, string>> = {
  502: 'the proxy in front of it cannot reach it:',
  504: 'the proxy in front of it waited for it without success:',
  521: 'Cloudflare cannot reach it:',
  522: 'Cloudflare cannot reach it:',
  523: 'Cloudflare cannot reach it:',
  524: 'Cloudflare waited for it without success:',
  525: 'Cloudflare cannot connect to it by https:',
  526: 'Cloudflare does not trust its certificate:',
  530: 'Cloudflare’s tunnel to it is down:',
};

const SERVER_REASONS = {
  'expired-certificate': reason(() => 'it has expired'),
  'unknown-issuer': reason(() => 'its issuer is unknown to this computer'),
  'certificate-of-another-name': reason(() => 'it was issued for another name'),
  'not-a-certificate': reason(() => 'it is no certificate in a .p12, .pfx or .pem file'),
  'certificate-without-key': reason(() => 'it has no private key'),
  'certificate-of-other-key': reason(() => 'certificate and private key do not belong together'),
  'certificate-cipher-old': reason(() => 'it is encrypted in an old way; export it again'),
  'passphrase-needed': reason(() => 'it has a passphrase'),
  'passphrase-wrong': reason(() => 'the passphrase is wrong'),
  'wants-certificate': reason(() => 'it asks for a client certificate'),
  'refuses-certificate': reason(() => 'it does not accept the client certificate'),
  'no-common-encryption': reason(() => 'it offers no encryption that is safe enough'),
  'no-https-there': reason(() => 'it does not speak https there; perhaps the address begins with http'),
  'https-there': reason(() => 'it speaks https there; begin the address with https'),
  'nothing-listens': reason(() => 'nothing listens at that address'),
  'unknown-name': reason(() => 'the name is not known on this network'),
  'no-way-there': reason(() => 'there is no route to it from here'),
  'no-answer-in-time': reason(() => 'no answer in time'),
  'connection-lost': reason(() => 'the connection was lost'),
  'connection-not-taken': reason(() => 'it refused the connection'),
  'did-not-move': reason<{ readonly seconds: number }>(
    ({ seconds }, say) => `nothing moved for ${say.number(seconds)} s`,
  ),
  'nothing-moved': reason(() => 'nothing moved for a long time'),
  'proxy-says': reason<{ readonly status: number }>(
    ({ status }) => `${PROXY_WORDS[status] ?? 'the proxy in front of it says'} ${status}`,
  ),
  'proxy-asks-password': reason(() => 'it asks for a user name and a password'),
  'login-page-there': reason(() => 'it answers with a page to sign in'),
  maintenance: reason(() => 'it is in maintenance mode'),
  'request-too-large': reason(() => 'the proxy in front of it does not accept requests of this size'),
  says: reason<{ readonly status: number }>(({ status }) => `it says ${status}`),
  status: reason<{ readonly status: number }>(({ status }) => `status ${status}`),
  'login-page-at': reason<{ readonly host: string }>(({ host }) => `it is at ${host}`),
  'redirects-elsewhere': reason(() => 'the server redirects to another address'),
  'answer-too-long': reason(() => 'the answer is too long to be Immich’s'),
  'answer-too-deep': reason(() => 'the answer is too deeply nested to be Immich’s'),
  'answer-not-json': reason(() => 'the response is not JSON'),
  'answer-lacks': reason<{ readonly field: string }>(({ field }) => `the response lacks ${field}`),
  'answer-unexpected': reason(() => 'the response lacks the expected fields'),
  'not-like-immich': reason(() => 'the server took the file but did not answer like Immich'),
  'storage-left-none': reason(() => 'no storage left'),
  'file-too-large': reason(() => 'the server, or the proxy in front of it, does not accept files of this size'),
  'in-trash': reason(() => 'in the trash of Immich'),
  deleted: reason(() => 'deleted in Immich'),
  'phone-copy-in-trash': reason(() => 'your phone’s copy is in the trash of Immich'),
  'phone-copy-deleted': reason(() => 'your phone’s copy was deleted in Immich'),
  refused: reason<{ readonly count: number }>(({ count }, say) => `${say.number(count)} refused`),
  'not-found-after-upload': reason(() => 'not found after the upload'),
  'no-file-arrived': reason(() => 'no file arrived'),
  unknown: reason(() => 'unknown reason'),
};

const TOOL_REASONS = {
  'said-nothing': reason(() => 'it said nothing'),
  'exit-code': reason<{ readonly exitCode: number | null }>(({ exitCode }) => `exit code ${exitCode}`),
  'ended-by-signal': reason<{ readonly signal: string }>(({ signal }) => `ended by ${signal}`),
  'ended-with': reason<{ readonly exitCode: number | null }>(({ exitCode }) => `it ended with ${exitCode}`),
  'program-not-started': reason<{ readonly program: string }>(({ program }) => `${program} could not be started`),
  'immich-go-broke-off': reason(() => 'immich-go stopped with an error at it'),
  'immich-go-does-not-know-kind': reason(() => 'immich-go does not know this kind of file'),
  'immich-does-not-take-kind': reason(() => 'Immich does not accept this kind of file'),
  'immich-go-leaves-out-name': reason(() => 'immich-go leaves out files with such a name'),
  'immich-go-left-it-out': reason(() => 'immich-go left it out'),
  'immich-go-prefers-another': reason(() => 'immich-go preferred another file with that name and time'),
  'immich-go-did-not-come-to-it': reason(() => 'immich-go did not get to it'),
  'immich-go-sent': reason<{ readonly what: Explanation }>(({ what }) => `immich-go sent ${what}, which was held back`),
  'immich-go-sent-unasked': reason(() => 'immich-go tried to send a file that it was not given, which was held back'),
  'upload-stopped': reason(() => 'the upload was stopped'),
  'uploader-broke-off': reason(() => 'the uploader stopped early'),
  'kind-not-taken-by-immich': reason<{ readonly ending: string | null }>(({ ending }) =>
    ending === null ? 'Immich does not accept files without an extension' : `Immich does not accept ${ending} files`,
  ),
  'osxphotos-left-it-out': reason(() => 'osxphotos left it out'),
  'osxphotos-broke-off': reason(() => 'osxphotos stopped with an error at it'),
  'not-in-photos': reason(() => 'it is no longer in Photos'),
  'other-contents': reason(() => 'the exported file differs from the one in Photos'),
  'not-exported': reason<{ readonly why: Explanation }>(({ why }) => `not exported: ${why}`),
  'staged-file-unreadable': reason<{ readonly why: Explanation }>(
    ({ why }) => `the exported file could not be read (${why})`,
  ),
  'inventory-unfinished': reason<{ readonly end: Explanation | null }>(({ end }) =>
    end === null ? 'the inventory has no end' : `the inventory has no end, ${end}`,
  ),
  'inventory-goes-on': reason(() => 'the inventory goes on after its end'),
  'inventory-without-header': reason(() => 'the inventory does not have exactly one header'),
  'inventory-members-alone': reason(() => 'the inventory lists members without their album'),
  'inventory-line-unreadable': reason<{ readonly line: Quote }>(
    ({ line }) => `the inventory has an unreadable line: ${line}`,
  ),
  'inventory-incomplete': reason<{
    readonly assets: number;
    readonly allAssets: number;
    readonly albums: number;
    readonly allAlbums: number;
  }>(
    ({ assets, allAssets, albums, allAlbums }) =>
      `${assets} of ${allAssets} assets and ${albums} of ${allAlbums} albums arrived`,
  ),
  'model-not-told': reason(() => 'its database does not say which version it is'),
  'model-unknown': reason(() => 'its database has an unknown version'),
  'model-version': reason<{ readonly model: number }>(({ model }) => `model version ${model}`),
};

/** Why a program that was found is not used, or what is to be known about its version. */
const PROGRAM_REASONS = {
  'version-not-told': reason(() => 'it does not say which version it was built from'),
  'version-needed': reason<{ readonly needed: string }>(({ needed }) => `${needed} or newer is needed`),
  'tested-with': reason<{ readonly versions: readonly string[] }>(
    ({ versions }) => `Immich Sync was tested with ${versions.join(' and ')}`,
  ),
  'gave-no-answer': reason<{ readonly seconds: number }>(({ seconds }, say) =>
    say.plural(seconds, {
      one: () => 'it gave no answer within a second',
      other: (n) => `it gave no answer within ${n} seconds`,
    }),
  ),
  'was-stopped': reason(() => 'it was stopped'),
  'was-ended-by': reason<{ readonly signal: string }>(({ signal }) => `it was ended by ${signal}`),
  'stopped-with': reason<{ readonly exitCode: number | null; readonly said: Quote | null }>(({ exitCode, said }) =>
    said === null ? `it stopped with exit code ${exitCode}` : `it stopped with exit code ${exitCode}: ${said}`,
  ),
  'could-not-be-started': reason<{ readonly code: string | null }>(({ code }) =>
    code === null ? 'it could not be started' : `it could not be started (${code})`,
  ),
  'is-something-else': reason<{ readonly tool: string }>(({ tool }) => `it does not say that it is ${tool}`),
  'others-can-change': reason<{ readonly path: string }>(
    ({ path }) => `other users of this computer can change ${path}; choose it in Settings › Tools if you trust it`,
  ),
};

/** Why a way of installing a tool did not work. */
const INSTALL_REASONS = {
  'no-way-to-install': reason(() => 'no way to install it was found'),
  'unknown-checksum': reason<{ readonly name: string; readonly checksum: string }>(
    ({ name, checksum }) => `${name} has the checksum ${checksum}, not the known one`,
  ),
  'host-unreachable': reason<{ readonly host: string; readonly why: Explanation }>(
    ({ host, why }) => `${host} could not be reached (${why})`,
  ),
  'host-silent': reason<{ readonly seconds: number }>(
    ({ seconds }, say) => `it was silent for ${say.number(seconds)} seconds`,
  ),
  'host-answered': reason<{ readonly host: string; readonly status: number; readonly address: string }>(
    ({ host, status, address }) => `${host} answered ${status} for ${address}`,
  ),
  'host-lacks': reason<{ readonly host: string; readonly file: string }>(({ host, file }) => `${host} has no ${file}`),
  'program-missing': reason<{ readonly program: string }>(({ program }) => `${program} is not installed`),
  'go-missing': reason(() => 'the Go compiler is not installed'),
  'python-missing': reason<{ readonly range: string }>(({ range }) => `Python ${range} is not installed`),
  'python-of-other-version': reason<{ readonly path: string; readonly version: string; readonly range: string }>(
    ({ path, version, range }) => `${path} is Python ${version}, osxphotos needs ${range}`,
  ),
  'python-without-environments': reason<{ readonly path: string }>(
    ({ path }) => `${path} cannot make environments (on Debian the package python3-venv is missing)`,
  ),
  'step-failed': reason<{ readonly program: string; readonly said: Quote | null }>(({ program, said }) =>
    said === null ? `${program} failed: it did not say why` : `${program} failed: ${said}`,
  ),
  'step-without-end': reason<{ readonly program: string }>(({ program }) => `${program} did not come to an end`),
  'nothing-downloaded': reason<{ readonly program: string }>(({ program }) => `${program} downloaded nothing`),
  'debian-elsewhere': reason(() => 'Debian’s package is for Linux on x86-64 only'),
  'system-packages-stay': reason(() => 'system packages are left alone'),
  'system-packages-need-root': reason(() => 'system packages need root'),
  'not-for-this-machine': reason<{ readonly name: string; readonly platform: string; readonly processor: string }>(
    ({ name, platform, processor }) => `there is no ${name} for ${platform} on ${processor}`,
  ),
  'sources-not-pinned': reason<{ readonly version: string }>(
    ({ version }) => `the sources of ${version} are not pinned`,
  ),
  'not-unpacked': reason<{ readonly name: string; readonly why: Explanation }>(
    ({ name, why }) => `${name} could not be unpacked: ${why}`,
  ),
  'installed-unusable': reason<{ readonly why: Explanation | null }>(({ why }) =>
    why === null ? 'what was installed cannot be used' : `what was installed cannot be used: ${why}`,
  ),
  'installed-another': reason<{ readonly version: string | null; readonly wanted: string }>(({ version, wanted }) =>
    version === null
      ? `what was installed does not say that it is ${wanted}`
      : `what was installed says that it is ${version}, not ${wanted}`,
  ),
};

const CLOUD_REASONS = {
  'larger-than-disk-budget': reason(() => 'it is larger than the disk budget'),
  'photokit-gives-no-pairs': reason(() => 'PhotoKit does not provide pairs of RAW and JPEG'),
  'applescript-does-not-say-which': reason<{ readonly files: number }>(
    ({ files }) => `it consists of ${files} files, which AppleScript hands over without saying which is which`,
  ),
  'photos-did-not-give-it': reason(() => 'Photos did not provide it'),
  'size-not-told': reason(() => 'Photos does not say how large it is'),
  'other-size': reason<{ readonly came: number; readonly wanted: number }>(
    ({ came, wanted }) => `${came} bytes arrived, but the original has ${wanted}`,
  ),
};

/** What the doctor finds where nothing is wrong: whole sentences. */
const FINDING_SENTENCES = {
  'key-may-all': reason<{ readonly email: string }>(
    ({ email }) => `It is ${email}’s and may do everything that is needed.`,
  ),
  'key-may-enough': reason<{ readonly email: string; readonly lacks: readonly string[] }>(
    ({ email, lacks }, say) =>
      `It is ${email}’s and may do everything that is needed; it lacks ${say.list(lacks)}, for more.`,
  ),
  'ledger-undamaged': reason<{
    /** Milliseconds since 1970; null before the first. */
    readonly backupAt: number | null;
  }>(({ backupAt }, say) =>
    backupAt === null ? 'Undamaged; there is no backup yet.' : `Undamaged; last backup ${say.time(backupAt)}.`,
  ),
  'library-readable': reason<{
    readonly path: string;
    /** Its versions; null before the first sync. */
    readonly seen: string | null;
  }>(({ path, seen }) => (seen === null ? `${path} can be read.` : `${path} can be read (${seen}).`)),
  'old-script-off': reason(() => 'It does not run automatically.'),
  'immich-answers': reason<{ readonly version: string; readonly server: string }>(
    ({ version, server }) => `Immich ${version} answers at ${server}.`,
  ),
  'immich-not-tested': reason<{ readonly version: string; readonly server: string }>(
    ({ version, server }) => `Immich ${version} answers at ${server}; it is newer than the versions that were tested.`,
  ),
  'immich-not-known': reason<{ readonly version: string; readonly server: string }>(
    ({ version, server }) =>
      `Immich ${version} answers at ${server}; it is newer than Immich Sync knows, so nothing that is there already is changed.`,
  ),
  'address-not-encrypted': reason(
    () => 'The address begins with http: the key and the pictures can be read on their way. Use https if you can.',
  ),
  'staging-usable': reason<{ readonly path: string }>(({ path }) => `${path} can be used.`),
  'system-tested': reason<{ readonly version: string }>(({ version }) => `${version}.`),
  'system-not-tested': reason<{ readonly version: string }>(
    ({ version }) => `${version}, which was not tested with Immich Sync.`,
  ),
  'tool-found': reason<{
    /** Null where it does not say. */
    readonly version: string | null;
    readonly path: string;
    readonly verdict: ToolVerdict;
    readonly by: FoundBy;
  }>(({ version, path, verdict, by }) => {
    const words = [VERDICT_WORDS[verdict], FOUND_BY_WORDS[by]].join(', ');
    return version === null ? `Some version at ${path}, ${words}.` : `${version} at ${path}, ${words}.`;
  }),
  'tool-needs-own-access': reason(() => 'It needs Full Disk Access of its own.'),
  'no-hooks': reason(() => 'No service is told of syncs.'),
  'hooks-told': reason<{ readonly services: readonly string[] }>(
    ({ services }, say) => `${say.list(services)}: told of the last sync.`,
  ),
  'hooks-not-told-yet': reason<{ readonly services: readonly string[] }>(
    ({ services }, say) => `${say.list(services)}: to be told of the next sync.`,
  ),
  'tools-not-of-set': reason(() => 'The tools are those that came with Immich Sync, or your own.'),
  'tool-set-in-use': reason<{ readonly number: number }>(({ number }) => `Tool set ${number} is in use.`),
  'tool-updates-off': reason(() => 'Automatic updates are off.'),
  'tool-updates-checked': reason<{ readonly at: number }>(({ at }, say) => `Last checked on ${say.day(at)}.`),
  'tool-updates-not-checked': reason<{ readonly at: number; readonly why: Explanation }>(
    ({ at, why }, say) => `The check on ${say.day(at)} failed: ${why}.`,
  ),
  'tool-set-given-up': reason<{ readonly number: number; readonly why: Explanation }>(
    ({ number, why }) => `Tool set ${number} was tried and is not used: ${why}.`,
  ),
};

/** Why a due time has no run of its own, or not yet: whole sentences, for the rows of the history. */
const ROW_SENTENCES = {
  paused: reason(() => 'Syncing was paused.'),
  'caught-up': reason<{
    /** Milliseconds since 1970; null where it is not known. */
    readonly dueAt: number | null;
  }>(({ dueAt }, say) =>
    dueAt === null
      ? 'The Mac was asleep or Immich Sync was not running; a later sync catches up on it.'
      : `The Mac was asleep or Immich Sync was not running; the sync due at ${say.time(dueAt)} catches up on it.`,
  ),
  'synced-since': reason(() => 'A later sync caught up on it.'),
  'no-longer-due': reason(() => 'The schedule has changed.'),
  missed: reason(() => 'The Mac was asleep or Immich Sync was not running.'),
  waits: reason<{ readonly why: Explanation }>(({ why }) => `It waits: ${why}.`),
  'waited-without-success': reason<{ readonly until: number; readonly why: Explanation }>(
    ({ until, why }, say) => `It waited until ${say.time(until)}, but ${why}.`,
  ),
  'not-started': reason<{ readonly why: Explanation }>(({ why }) => `${why}.`),
  'cut-off': reason(() => 'It was cut off: the program or the Mac stopped in the middle.'),
};

/** Why a due sync waits. */
const CONDITION_REASONS = {
  'on-battery': reason(() => 'the Mac runs on battery'),
  'battery-low': reason<{ readonly percent: number; readonly minimum: number }>(
    ({ percent, minimum }) => `the battery is at ${percent}%, and syncs need more than ${minimum}%`,
  ),
  'on-hotspot': reason(() => 'the Mac is on a phone’s hotspot'),
  'not-on-chosen-network': reason(() => 'the Mac is not on one of the chosen networks'),
  'another-run': reason(() => 'another sync is in progress'),
  'server-silent': reason(() => 'the server did not answer'),
};

/** Why nothing is changed on the server. */
const DOUBT_REASONS = {
  'library-unknown': reason<{ readonly why: Explanation }>(
    ({ why }) => `this version of the Photos library is not known yet (${why})`,
  ),
  'server-newer': reason<{ readonly version: string }>(
    ({ version }) => `Immich ${version} is newer than this version of Immich Sync knows`,
  ),
  'output-not-understood': reason(() => 'a tool printed something that Immich Sync does not understand'),
};

const KEY_REASONS = {
  'key-from-environment': reason<{ readonly variable: string }>(
    ({ variable }) => `the key comes from ${variable}, which has to be unset first`,
  ),
  'key-not-kept': reason(() => 'it did not keep the key'),
  'name-with-line-break': reason(() => 'a name with a line break cannot be used for it'),
  'no-default-keychain': reason(() => 'this user has no default keychain'),
  'keychain-file-gone': reason(() => 'its file is gone'),
  'no-usable-keychain': reason(() => 'this desktop has none that Immich Sync can use'),
  'secret-tool-missing': reason(
    () => 'secret-tool is not installed (on Debian and Ubuntu it is in the package libsecret-tools)',
  ),
  'key-empty': reason(() => 'it is empty'),
  'key-with-blanks': reason(() => 'it contains spaces or line breaks'),
  'key-with-odd-characters': reason(() => 'it contains characters that no key has'),
  'key-too-long': reason(() => 'it is too long'),
  'no-key-given': reason(() => 'nothing was given on standard input'),
  'certificate-file-unreadable': reason(() => 'the certificate file cannot be read'),
};

/** Why an update of the app did not come. */
const UPDATE_REASONS = {
  'no-internet': reason(() => 'there is no internet connection'),
  'certificate-not-valid': reason(() => 'its certificate is not valid'),
  'proxy-refused': reason(() => 'the proxy refused'),
  'connection-failed': reason(() => 'the connection failed'),
  'answer-not-understood': reason(() => 'its answer could not be understood'),
  'update-not-taken-in-time': reason(() => 'macOS did not accept it in time'),
  'no-update-there': reason(() => 'there is no update to install'),
};

/** Why a service could not be told of a sync. */
const HOOK_REASONS = {
  'no-web-address': reason(() => 'it is not a web address'),
  'no-topic': reason(() => 'it ends before the topic, as in https://ntfy.sh/topic'),
  'no-path-to-check': reason(() => 'it ends before the part that names the check'),
  'no-address-kept': reason(() => 'its address is missing'),
  'address-unreadable': reason(() => 'its address can no longer be read from the keychain'),
  'no-such-check': reason(() => 'it does not know this check'),
  'leads-elsewhere': reason(() => 'its address leads to another one'),
  'not-authorized': reason<{ readonly status: number }>(
    ({ status }) => `it did not accept the authorization (${status})`,
  ),
  'certificate-not-trusted': reason<{ readonly why: Explanation }>(
    ({ why }) => `its certificate is not trusted: ${why}`,
  ),
};

const AGENT_REASONS = {
  'former-job-stays': reason(() => 'the previous job does not stop'),
  'former-agent-lost': reason<{ readonly why: Explanation }>(
    ({ why }) => `${why}; the previous agent could not be loaded again either`,
  ),
};

/** Why the tools are not updated. */
const TOOL_UPDATE_REASONS = {
  'host-redirects-to': reason<{ readonly host: string; readonly target: string }>(
    ({ host, target }) => `${host} redirects to ${target}`,
  ),
  'host-redirects-on-and-on': reason<{ readonly host: string }>(
    ({ host }) => `${host} redirects from one address to the next`,
  ),
  'host-answered-with': reason<{ readonly host: string; readonly status: number }>(
    ({ host, status }) => `${host} answered ${status}`,
  ),
  'host-sends-too-much': reason<{ readonly host: string }>(({ host }) => `what ${host} sends is too long`),
  'host-broke-off': reason<{ readonly host: string }>(({ host }) => `the connection to ${host} was lost`),
  'file-not-sent': reason<{ readonly file: string }>(({ file }) => `${file} was not sent`),
  'file-not-of-list': reason<{ readonly file: string; readonly checksum: string }>(
    ({ file, checksum }) => `${file} has the checksum ${checksum}, not the one in the list`,
  ),
  'list-not-sent': reason(() => 'nothing was sent'),
  'list-of-format': reason<{ readonly format: number }>(({ format }) => `its format is ${format}`),
  'list-not-json': reason(() => 'it is not JSON'),
  'list-lacks': reason<{ readonly said: Quote }>(({ said }) => said),
  'list-older': reason<{ readonly serial: number; readonly known: number }>(
    ({ serial, known }) => `its number is ${serial}, and ${known} is known already`,
  ),
  'list-another': reason<{ readonly serial: number }>(
    ({ serial }) => `it is another one than before under the same number ${serial}`,
  ),
  'list-expired': reason<{ readonly expires: string }>(({ expires }) => `it was valid until ${expires}`),
  'list-too-long': reason<{ readonly bytes: number }>(({ bytes }) => `it has more than ${bytes} bytes`),
  'list-not-signed': reason(() => 'it is no signed list'),
  'list-signed-by-another': reason(() => 'it is not signed by a key that this app trusts'),
  'set-of-another': reason(() => 'other tools came into use in the meantime'),
  'set-reads-wrong': reason<{ readonly tool: string; readonly version: string; readonly why: Explanation }>(
    ({ tool, version, why }) => `${tool} ${version}: ${why}`,
  ),
  'loses-items': reason<{ readonly count: number; readonly of: number }>(
    ({ count, of }) => `it does not see ${count} of ${of} items`,
  ),
  'mistakes-items': reason<{ readonly count: number; readonly of: number }>(
    ({ count, of }) => `it takes ${count} of ${of} items for others`,
  ),
  'loses-files': reason<{ readonly count: number; readonly of: number }>(
    ({ count, of }) => `it does not find the files of ${count} of ${of} items`,
  ),
  'not-tested-with-library': reason<{ readonly why: Explanation }>(
    ({ why }) => `it was not tested with this Photos library (${why})`,
  ),
  'says-unknown': reason<{ readonly line: Quote }>(({ line }) => `it says what is not understood: ${line}`),
};

/** What immich-go sent that it must not send; after “immich-go sent”. */
const FORM_REASONS = {
  'form-without-file': reason(() => 'a form without a file'),
  'form-without-end': reason(() => 'a form without an end'),
  'more-than-form': reason(() => 'more than a form'),
  'no-form': reason(() => 'something else than a form'),
  'form-with-odd-end': reason(() => 'a form with an odd end'),
  'part-without-head': reason(() => 'a part without a head'),
  'part-with-odd-head': reason(() => 'a part with an odd head'),
  'field-too-long': reason(() => 'a field that is too long'),
  'file-of-another-name': reason(() => 'a file of another name'),
  'file-of-another-size': reason(() => 'a file of another size'),
  'file-with-other-contents': reason(() => 'a file with other contents'),
  'sidecar-unasked': reason(() => 'a sidecar that the file does not have'),
  'sidecar-too-long': reason(() => 'a sidecar that is too long'),
  'field-twice': reason<{ readonly name: string }>(({ name }) => `the field ${name} twice`),
  'field-unknown': reason<{ readonly name: string }>(({ name }) => `the field ${name}`),
  'field-with-another-value': reason<{ readonly name: string }>(({ name }) => `the field ${name} with another value`),
};

const CLAUSES = {
  ...FILE_REASONS,
  ...SERVER_REASONS,
  ...TOOL_REASONS,
  ...FORM_REASONS,
  ...PROGRAM_REASONS,
  ...INSTALL_REASONS,
  ...CLOUD_REASONS,
  ...CONDITION_REASONS,
  ...ROW_SENTENCES,
  ...FINDING_SENTENCES,
  ...DOUBT_REASONS,
  ...KEY_REASONS,
  ...AGENT_REASONS,
  ...HOOK_REASONS,
  ...UPDATE_REASONS,
  ...TOOL_UPDATE_REASONS,
};

export type ReasonCode = keyof typeof CLAUSES;
export const REASON_CODES = Object.keys(CLAUSES) as readonly ReasonCode[];
type ValuesOf<Code extends ReasonCode> = (typeof CLAUSES)[Code] extends Clause<infer Values> ? Values : never;

/** Values may be left out where the code has none. */
export function because<Code extends ReasonCode>(
  code: Code,
  ...[values]: NoValues extends ValuesOf<Code> ? [values?: ValuesOf<Code>] : [values: ValuesOf<Code>]
): Reason {
  return { code, values: values ?? {} };
}

/** The words for a code; null for one that this version does not know. @param values told already */
export function clauseOf(code: string, values: Told<Reason['values']>, say: Say): string | null {
  return Object.hasOwn(CLAUSES, code) ? (CLAUSES[code as ReasonCode] as Clause<unknown>)(values, say) : null;
}
