/**
 * What the way to each of the server's addresses needs besides the key: headers for a proxy, a client certificate, the authority of the server's own
 * certificate. Values are never shown, and each address has its own.
 */
import { type Signal, useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useRef } from 'preact/hooks';
import type { ConnectionView, ProblemView, Result, SettingsView } from '../../shared/contract.ts';
import { formatLabelled } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { bridge } from '../bridge.ts';
import { Button, Group, Row } from '../components/controls.tsx';
import { settings } from './settings-state.ts';

const texts = strings.settings.way;

/** Of a normalised address: scheme, host and port. */
const originOf = (address: string) => /^https?:\/\/[^/]+/.exec(address)?.[0] ?? null;

/** Out of the way until somebody needs it. */
export function WayGroups({ view, onChanged }: { readonly view: SettingsView; readonly onChanged: () => void }) {
  const isOpen = useSignal(false);
  const used = [view.values['server.url'], view.values['server.awayUrl']].filter((address) => address !== null);
  if (used.length === 0) return null;
  const hasAny = view.connections.some(
    ({ headers, clientCertificate, certificateAuthority }) =>
      headers.length > 0 || clientCertificate !== null || certificateAuthority !== null,
  );
  if (!hasAny && !isOpen.value)
    return (
      <div class="line">
        <span class="soft">{texts.question}</span>
        <Button
          onClick={() => {
            isOpen.value = true;
          }}
        >
          {texts.open}
        </Button>
      </div>
    );
  return (
    <>
      {used.map((address) => (
        <WayGroup key={address} address={address} connections={view.connections} onChanged={onChanged} />
      ))}
    </>
  );
}

interface PartProps {
  /** As it was typed, or as it is kept. */
  readonly address: string;
  readonly onChanged: () => void;
}

/** For one address. */
export function WayGroup({
  address,
  connections,
  onChanged,
}: PartProps & { readonly connections: readonly ConnectionView[] }) {
  const own = connections.find(({ origin }) => origin === originOf(address));
  const former = connections.filter(({ origin, isUsed }) => !isUsed && origin !== originOf(address));
  const part = { address, onChanged };
  return (
    <section aria-label={texts.to({ address })}>
      <h2 class="way-title selectable">{texts.to({ address })}</h2>
      <Group>
        {former.map(({ origin }) => (
          <FormerRow key={origin} origin={origin} {...part} />
        ))}
        <HeaderRows headers={own?.headers ?? []} {...part} />
        <CertificateRow name={own?.clientCertificate ?? null} {...part} />
        <AuthorityRow name={own?.certificateAuthority ?? null} {...part} />
      </Group>
    </section>
  );
}

/** What an earlier address had: it is not sent to another one before a person says so. */
function FormerRow({ origin, address, onChanged }: PartProps & { readonly origin: string }) {
  const problem = useSignal<ProblemView | null>(null);
  const reuse = async () => {
    if (accept(await bridge.call('connection.reuse', { from: origin, address }), problem)) onChanged();
  };
  const forget = async () => accept(await bridge.call('connection.forget', { address: origin }), problem);
  return (
    <Row label={texts.former} hint={texts.formerHint({ origin })} error={problem.value?.sentence}>
      <Button label={formatLabelled(texts.reuse, origin)} onClick={() => void reuse()}>
        {texts.reuse}
      </Button>
      <Button label={formatLabelled(texts.remove, origin)} onClick={() => void forget()}>
        {texts.remove}
      </Button>
    </Row>
  );
}

/** Takes over the new settings; keeps what went wrong. @returns whether it went well */
function accept(result: Result<SettingsView | null>, problem: Signal<ProblemView | null>): boolean {
  problem.value = result.ok ? null : result.problem;
  if (!result.ok || result.value === null) return false;
  settings.value = result.value;
  return true;
}

function HeaderRows({ address, headers, onChanged }: PartProps & { readonly headers: ConnectionView['headers'] }) {
  const name = useRef<HTMLInputElement>(null);
  const value = useRef<HTMLInputElement>(null);
  const problem = useSignal<ProblemView | null>(null);
  const add = async () => {
    const header = { address, name: name.current?.value.trim() ?? '', value: value.current?.value.trim() ?? '' };
    if (header.name === '' || header.value === '') return (header.name === '' ? name : value).current?.focus();
    if (!accept(await bridge.call('header.set', header), problem)) return;
    for (const field of [name.current, value.current]) if (field !== null) field.value = '';
    name.current?.focus();
    onChanged();
  };
  const remove = async (header: string) => {
    if (accept(await bridge.call('header.remove', { address, name: header }), problem)) onChanged();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void add();
  };
  const field = { type: 'text', spellcheck: false, autocomplete: 'off', onKeyDown } as const;
  return (
    <Row label={texts.headers} hint={texts.headersHint} error={problem.value?.sentence} isTop>
      <ul class="way-headers" aria-label={texts.headers}>
        {headers.map((header) => (
          <li key={header.name}>
            <code class="selectable">{header.name}</code>
            <span class="soft grow">{header.isInSettings ? texts.inSettings : texts.hidden}</span>
            <Button label={texts.removeHeader({ name: header.name })} onClick={() => void remove(header.name)}>
              {texts.remove}
            </Button>
          </li>
        ))}
      </ul>
      <input ref={name} class="field way-field" aria-label={texts.name} placeholder={texts.name} {...field} />
      <input
        ref={value}
        class="field way-field"
        aria-label={texts.value}
        placeholder={texts.value}
        {...field}
        type="password"
      />
      <Button onClick={() => void add()}>{texts.add}</Button>
    </Row>
  );
}

function CertificateRow({ address, name, onChanged }: PartProps & { readonly name: string | null }) {
  const passphrase = useRef<HTMLInputElement>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isLocked = problem.value?.code === 'client-certificate-locked';
  const choose = async (typed: string | null) => {
    if (accept(await bridge.call('certificate.choose', { address, passphrase: typed }), problem)) onChanged();
  };
  const open = () => void choose(passphrase.current?.value ?? '');
  const remove = async () => {
    if (accept(await bridge.call('certificate.remove', { address }), problem)) onChanged();
  };
  return (
    <Row label={texts.certificate} hint={texts.certificateHint} error={problem.value?.sentence}>
      {isLocked ? (
        <Fragment key="locked">
          <input
            ref={passphrase}
            class="field full"
            type="password"
            aria-label={texts.passphrase}
            placeholder={texts.passphrase}
            autocomplete="off"
            onKeyDown={(event) => {
              if (event.key === 'Enter') open();
            }}
          />
          <Button kind="primary" onClick={open}>
            {texts.unlock}
          </Button>
          <Button
            onClick={() => {
              problem.value = null;
            }}
          >
            {texts.cancel}
          </Button>
        </Fragment>
      ) : (
        <Fragment key="chosen">
          <span class="grow soft selectable">{name ?? texts.none}</span>
          <Button onClick={() => void choose(null)}>{texts.choose}</Button>
          {name !== null && (
            <Button label={texts.removeCertificate} onClick={() => void remove()}>
              {texts.remove}
            </Button>
          )}
        </Fragment>
      )}
    </Row>
  );
}

/** A copy is kept: the file may move. */
function AuthorityRow({ address, name, onChanged }: PartProps & { readonly name: string | null }) {
  const problem = useSignal<ProblemView | null>(null);
  const choose = async () => {
    if (accept(await bridge.call('authority.choose', { address }), problem)) onChanged();
  };
  const remove = async () => {
    if (accept(await bridge.call('authority.remove', { address }), problem)) onChanged();
  };
  return (
    <Row label={texts.authority} hint={texts.authorityHint} error={problem.value?.sentence}>
      <span class="grow soft selectable">{name ?? texts.none}</span>
      <Button label={texts.chooseAuthority} onClick={() => void choose()}>
        {texts.choose}
      </Button>
      {name !== null && (
        <Button label={texts.removeAuthority} onClick={() => void remove()}>
          {texts.remove}
        </Button>
      )}
    </Row>
  );
}
