/** `immich-sync server`: the addresses of the server, and what the way to each needs. */
import { resolve } from 'node:path';
import type { Engine } from '../../../core/engine/engine.ts';
import { SERVER_PLACES, type ServerPlace } from '../../../core/model/connection.ts';
import { type ExitCode, ProblemError } from '../../../core/model/problem.ts';
import { because } from '../../../core/model/reasons.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { type CommandContext, printJson } from '../command.ts';
import { printable } from '../output.ts';

interface PlaceOption {
  /** For the second address. */
  readonly away?: true;
}
const placeOf = ({ away }: PlaceOption): ServerPlace => (away === true ? 'away' : 'home');

export function showServer({ engine, terminal, json }: CommandContext): ExitCode {
  const places = SERVER_PLACES.map((place) => ({
    place,
    address: addressOf(engine, place),
    ...engine.connection.view(place),
  }));
  if (json) {
    printJson(terminal, { addresses: places });
    return 0;
  }
  const texts = commandStrings.setUp.server;
  for (const { place, address, headers, clientCertificate } of places) {
    if (place === 'away' && address === null && headers.length === 0 && clientCertificate === null) continue;
    terminal.print(addressLine(place, address));
    for (const { name, isInSettings } of headers)
      terminal.print(`  ${(isInSettings ? texts.headerInSettings : texts.header)({ name: printable(name) })}`);
    if (clientCertificate !== null) terminal.print(`  ${texts.certificate({ name: printable(clientCertificate) })}`);
  }
  return 0;
}

function addressLine(place: ServerPlace, address: string | null): string {
  const { addressNone, awayNone, ...texts } = commandStrings.setUp.server;
  if (place === 'home') return address === null ? addressNone : texts.address({ address });
  return address === null ? awayNone : texts.away({ address });
}

function addressOf(engine: Engine, place: ServerPlace): string | null {
  const { url, awayUrl } = engine.settings.read().server;
  return place === 'home' ? url : awayUrl;
}

/** Takes the value from standard input, so that it stands in no list of processes. */
export async function setHeader(
  context: CommandContext,
  name: string,
  options: PlaceOption & { readonly remove?: true },
): Promise<ExitCode> {
  const { engine, terminal, json, signal } = context;
  const place = placeOf(options);
  if (options.remove === true) await engine.connection.removeHeader(place, name);
  else {
    if (terminal.isInputTerminal && !json)
      terminal.printError(commandStrings.setUp.server.headerPrompt({ name: printable(name) }));
    const value = (await terminal.readSecret(signal)).trim();
    await engine.connection.setHeader(place, name, value);
  }
  return showServer(context);
}

/** Takes over a certificate from its file; the passphrase comes from standard input. */
export async function setCertificate(
  context: CommandContext,
  file: string | undefined,
  options: PlaceOption & { readonly remove?: true; readonly passphrase?: true },
): Promise<ExitCode> {
  const { engine, terminal, json, signal } = context;
  const place = placeOf(options);
  if (options.remove === true) await engine.connection.removeCertificate(place);
  else {
    if (file === undefined) throw new ProblemError('usage', { reason: because('certificate-not-named') });
    const asks = options.passphrase === true;
    if (asks && terminal.isInputTerminal && !json) terminal.printError(commandStrings.setUp.server.passphrasePrompt);
    const passphrase = asks ? (await terminal.readSecret(signal)).replace(/\r?\n$/, '') : null;
    await engine.connection.takeCertificate(place, resolve(file), passphrase);
  }
  return showServer(context);
}
