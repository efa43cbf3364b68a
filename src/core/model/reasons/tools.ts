/** Reasons of the two programs, and about them. See `kind.ts`. */
import { type Explanation, type Quote, reason } from './kind.ts';

export const TOOL_REASONS = {
  'said-nothing': reason(() => 'it said nothing'),
  'exit-code': reason<{ readonly exitCode: number | null }>(({ exitCode }) => `exit code ${exitCode}`),
  'ended-by-signal': reason<{ readonly signal: string }>(({ signal }) => `ended by ${signal}`),
  'ended-with': reason<{ readonly exitCode: number | null }>(({ exitCode }) => `it ended with ${exitCode}`),
  'program-not-started': reason<{ readonly program: string }>(({ program }) => `${program} could not be started`),
  'immich-go-broke-off': reason(() => 'immich-go stopped with an error at it'),
  'immich-go-does-not-know-kind': reason(() => 'immich-go does not know this kind of file'),
  'immich-does-not-take-kind': reason(() => 'this kind of file is not accepted'),
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
  'inventory-goes-on': reason(() => 'the inventory continues after its end'),
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

/** What immich-go sent that it must not send; after “immich-go sent”. */
export const FORM_REASONS = {
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

/** Why a program that was found is not used, or what is to be known about its version. */
export const PROGRAM_REASONS = {
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
