/** Why a command was not understood: whole sentences. What the parser of the command line says itself is a quote. See `kind.ts`. */
import { reason } from './kind.ts';

export const USAGE_SENTENCES = {
  'command-missing': reason(() => 'A command is missing.'),
  'tool-unknown': reason<{ readonly of: readonly string[] }>(({ of }) => `The tools are ${of.join(' and ')}.`),
  'service-unknown': reason<{ readonly of: readonly string[] }>(({ of }, say) => `The services are ${say.list(of)}.`),
  'remainder-reason-unknown': reason<{ readonly value: string; readonly of: readonly string[] }>(
    ({ value, of }, say) => `“${value}” is not a reason; the reasons are ${say.list(of)}.`,
  ),
  'certificate-not-named': reason(() => 'Name the file of the certificate.'),
  'sample-without-deep': reason(() => '--sample goes with --deep.'),
  'no-sync-to-skip': reason(() => 'No automatic sync is scheduled, so there is none to skip.'),
  'server-not-in-settings': reason<{ readonly server: string; readonly of: readonly string[] }>(
    ({ server, of }, say) => `${server} is not one of the server’s addresses: ${say.list(of)}.`,
  ),
};
