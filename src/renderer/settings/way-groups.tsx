/** What the way to each of the server's addresses needs besides the key: headers for a proxy, and a client certificate. Values are never shown. */
import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ConnectionView, ProblemView, Result, ServerPlace, SettingsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { bridge } from '../bridge.ts';
import { Button, Group, Row } from '../components/controls.tsx';
import { settings } from './settings-state.ts';

const texts = strings.settings.way;

const hasAny = ({ headers, clientCertificate }: ConnectionView) => headers.length > 0 || clientCertificate !== null;

/** Out of the way until somebody needs it. */
export function WayGroups({ view, onChanged }: { readonly view: SettingsView; readonly onChanged: () => void }) {
  const addresses = [
    ['home', view.values['server.url']],
    ['away', view.values['server.awayUrl']],
  ] as const;
  const isOpen = useSignal(addresses.some(([place]) => hasAny(view.connection[place])));
  const used = addresses.filter(([, address]) => address !== null);
  if (used.length === 0) return null;
  if (!isOpen.value)
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
      {used.map(([place, address]) => (
        <WayGroup
          key={place}
          place={place}
          address={address ?? ''}
          view={view.connection[place]}
          onChanged={onChanged}
        />
      ))}
    </>
  );
}

interface WayGroupProps extends PartProps {
  readonly address: string;
  readonly view: ConnectionView;
}

/** For one address. */
export function WayGroup({ place, address, view, onChanged }: WayGroupProps) {
  return (
    <section aria-label={texts.to({ address })}>
      <h2 class="way-title selectable">{texts.to({ address })}</h2>
      <Group>
        <HeaderRows place={place} view={view} onChanged={onChanged} />
        <CertificateRow place={place} name={view.clientCertificate} onChanged={onChanged} />
      </Group>
    </section>
  );
}

interface PartProps {
  readonly place: ServerPlace;
  readonly onChanged: () => void;
}

/** Takes over the new settings; keeps what went wrong. @returns whether it went well */
function accept(result: Result<SettingsView | null>, problem: Signal<ProblemView | null>): boolean {
  problem.value = result.ok ? null : result.problem;
  if (!result.ok || result.value === null) return false;
  settings.value = result.value;
  return true;
}

function HeaderRows({ place, view, onChanged }: PartProps & { readonly view: ConnectionView }) {
  const name = useRef<HTMLInputElement>(null);
  const value = useRef<HTMLInputElement>(null);
  const problem = useSignal<ProblemView | null>(null);
  const add = async () => {
    const header = { place, name: name.current?.value.trim() ?? '', value: value.current?.value.trim() ?? '' };
    if (header.name === '' || header.value === '') return (header.name === '' ? name : value).current?.focus();
    if (!accept(await bridge.call('header.set', header), problem)) return;
    for (const field of [name.current, value.current]) if (field !== null) field.value = '';
    name.current?.focus();
    onChanged();
  };
  const remove = async (header: string) => {
    if (accept(await bridge.call('header.remove', { place, name: header }), problem)) onChanged();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void add();
  };
  const field = { type: 'text', spellcheck: false, autocomplete: 'off', onKeyDown } as const;
  return (
    <Row label={texts.headers} hint={texts.headersHint} error={problem.value?.sentence} isTop>
      <ul class="way-headers" aria-label={texts.headers}>
        {view.headers.map((header) => (
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

function CertificateRow({ place, name, onChanged }: PartProps & { readonly name: string | null }) {
  const passphrase = useRef<HTMLInputElement>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isLocked = problem.value?.code === 'client-certificate-locked';
  const choose = async (typed: string | null) => {
    if (accept(await bridge.call('certificate.choose', { place, passphrase: typed }), problem)) onChanged();
  };
  const open = () => void choose(passphrase.current?.value ?? '');
  const remove = async () => {
    if (accept(await bridge.call('certificate.remove', { place }), problem)) onChanged();
  };
  return (
    <Row label={texts.certificate} hint={texts.certificateHint} error={problem.value?.sentence}>
      {isLocked ? (
        <>
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
        </>
      ) : (
        <>
          <span class="grow soft selectable">{name ?? texts.none}</span>
          <Button onClick={() => void choose(null)}>{texts.choose}</Button>
          {name !== null && (
            <Button label={texts.removeCertificate} onClick={() => void remove()}>
              {texts.remove}
            </Button>
          )}
        </>
      )}
    </Row>
  );
}
