/** `immich-sync server`: the addresses of the server, and what the way to each needs. */
import { resolve } from 'node:path';
import type { Engine } from '../../../core/engine/engine.ts';
import { type ConnectionView, SERVER_PLACES, type ServerPlace } from '../../../core/model/connection.ts';
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
  const views = engine.connection.views();
  const places = SERVER_PLACES.map((place) => {
    const address = addressOf(engine, place);
    const view = views.find(({ origin }) => address !== null && new URL(address).origin === origin);
    return { place, address, ...namesOf(view) };
  });
  const kept = views.filter(({ isUsed }) => !isUsed);
  if (json) {
    printJson(terminal, {
      addresses: places,
      notSent: kept.map((view) => ({ origin: view.origin, ...namesOf(view) })),
    });
    return 0;
  }
  for (const { place, address, ...names } of places) {
    if (place === 'away' && address === null) continue;
    terminal.print(addressLine(place, address));
    for (const line of nameLines(names)) terminal.print(line);
  }
  for (const view of kept) {
    terminal.print(commandStrings.setUp.server.kept({ origin: view.origin }));
    for (const line of nameLines(view)) terminal.print(line);
  }
  return 0;
}

type Names = Pick<ConnectionView, 'headers' | 'clientCertificate' | 'certificateAuthority'>;

const namesOf = (view: Names | undefined): Names => ({
  headers: view?.headers ?? [],
  clientCertificate: view?.clientCertificate ?? null,
  certificateAuthority: view?.certificateAuthority ?? null,
});

function nameLines({ headers, clientCertificate, certificateAuthority }: Names): readonly string[] {
  const texts = commandStrings.setUp.server;
  return [
    ...headers.map(({ name, isInSettings }) =>
      (isInSettings ? texts.headerInSettings : texts.header)({ name: printable(name) }),
    ),
    ...(clientCertificate === null ? [] : [texts.certificate({ name: printable(clientCertificate) })]),
    ...(certificateAuthority === null ? [] : [texts.authority({ name: printable(certificateAuthority) })]),
  ].map((line) => `  ${line}`);
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
  const address = engine.connection.addressOf(placeOf(options));
  if (options.remove === true) await engine.connection.removeHeader(address, name);
  else {
    if (terminal.isInputTerminal && !json)
      terminal.printError(commandStrings.setUp.server.headerPrompt({ name: printable(name) }));
    const value = (await terminal.readSecret(signal)).trim();
    await engine.connection.setHeader(address, name, value);
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
  const address = engine.connection.addressOf(placeOf(options));
  if (options.remove === true) await engine.connection.removeCertificate(address);
  else {
    if (file === undefined) throw new ProblemError('usage', { reason: because('certificate-not-named') });
    const asks = options.passphrase === true;
    if (asks && terminal.isInputTerminal && !json) terminal.printError(commandStrings.setUp.server.passphrasePrompt);
    const passphrase = asks ? (await terminal.readSecret(signal)).replace(/\r?\n$/, '') : null;
    await engine.connection.takeCertificate(address, resolve(file), passphrase);
  }
  return showServer(context);
}

/** Takes over the certificates of a person's own authority from their file. */
export async function setAuthority(
  context: CommandContext,
  file: string | undefined,
  options: PlaceOption & { readonly remove?: true },
): Promise<ExitCode> {
  const { engine } = context;
  const address = engine.connection.addressOf(placeOf(options));
  if (options.remove === true) await engine.connection.removeAuthority(address);
  else {
    if (file === undefined) throw new ProblemError('usage', { reason: because('certificate-not-named') });
    await engine.connection.takeAuthority(address, resolve(file));
  }
  return showServer(context);
}

/** Takes what an earlier address had for the present one. */
export async function reuse(context: CommandContext, from: string, options: PlaceOption): Promise<ExitCode> {
  const { engine } = context;
  await engine.connection.reuse(from, engine.connection.addressOf(placeOf(options)));
  return showServer(context);
}

export async function forget(context: CommandContext, address: string): Promise<ExitCode> {
  await context.engine.connection.forget(address);
  return showServer(context);
}
