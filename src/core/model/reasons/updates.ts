/** Reasons about installing and updating the tools and the app. See `kind.ts`. */
import { type Explanation, type Quote, reason } from './kind.ts';

/** Why a way of installing a tool did not work. */
export const INSTALL_REASONS = {
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
  'step-without-end': reason<{ readonly program: string }>(({ program }) => `${program} did not finish`),
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

/** Why the tools are not updated. */
export const TOOL_UPDATE_REASONS = {
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

/** Why an update of the app did not come. */
export const UPDATE_REASONS = {
  'no-internet': reason(() => 'there is no internet connection'),
  'certificate-not-valid': reason(() => 'its certificate is not valid'),
  'proxy-refused': reason(() => 'the proxy refused'),
  'connection-failed': reason(() => 'the connection failed'),
  'answer-not-understood': reason(() => 'its answer could not be understood'),
  'update-not-taken-in-time': reason(() => 'macOS did not accept it in time'),
  'no-update-there': reason(() => 'there is no update to install'),
};
