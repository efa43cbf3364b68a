/** Services that are notified of each sync. Their addresses are write-only, as the key is: nothing ever shows one. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  HOOK_TITLES,
  type HookName,
  type HookView,
  type NotifyChoice,
  type SettingsView,
} from '../../shared/contract.ts';
import { formatPast } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { Button, Dot, Group, Row, Select, SwitchRow } from '../components/controls.tsx';
import { now, snapshot } from '../state.ts';
import { changeSetting, loadSettings } from './settings-state.ts';

const texts = strings.settings.monitoring;

export function MonitoringPage({ view }: { readonly view: SettingsView }) {
  const states = useSignal<readonly HookView[]>([]);
  const lastRun = snapshot.value?.lastRun?.run ?? null;
  const problems = snapshot.value?.problems.length ?? 0;
  const show = (found: readonly HookView[] | null) => {
    if (found !== null) states.value = found;
  };
  useEffect(() => void ask('hooks.list').then(show), [lastRun, problems]);
  const { values, paths } = view;
  const file = values['hooks.statusFile'];
  return (
    <>
      <p class="soft">{texts.intro}</p>
      {states.value.map((state) => (
        <HookGroup key={state.hook} state={state} ntfy={values['hooks.ntfy']} onChange={show} />
      ))}
      <Group>
        <SwitchRow
          label={texts.statusFile}
          hint={texts.statusFileHint({ path: file ?? paths.statusFile })}
          isOn={file !== null}
          onChange={(isOn) => void changeSetting({ name: 'hooks.statusFile', value: isOn ? paths.statusFile : null })}
        />
      </Group>
      <p class="soft">{texts.names}</p>
    </>
  );
}

interface HookGroupProps {
  readonly state: HookView;
  readonly ntfy: NotifyChoice;
  readonly onChange: (states: readonly HookView[] | null) => void;
}

function HookGroup({ state, ntfy, onChange }: HookGroupProps) {
  const { hook, isOn } = state;
  const title = HOOK_TITLES[hook];
  const isEditing = useSignal(false);
  const isTesting = useSignal(false);
  const of = (action: string) => texts.of({ action, service: title });
  const edit = () => {
    isEditing.value = true;
  };
  const changed = async (found: readonly HookView[] | null) => {
    onChange(found);
    await loadSettings();
  };
  const test = async () => {
    isTesting.value = true;
    onChange(await ask('hooks.test', { hook }));
    isTesting.value = false;
  };
  return (
    <Group label={title}>
      <Row label={title} hint={texts.about[hook]}>
        <span class={isOn ? 'hook-line' : 'grow'}>{isTesting.value ? texts.testing : <HookLine state={state} />}</span>
        {isOn && (
          <Button label={of(texts.test)} onClick={() => void test()} disabled={isTesting.value}>
            {texts.test}
          </Button>
        )}
        {!isEditing.value && (
          <Button label={of(isOn ? texts.change : texts.setUp)} onClick={edit}>
            {isOn ? texts.change : texts.setUp}
          </Button>
        )}
        {isOn && (
          <Button label={of(texts.remove)} onClick={() => void ask('hooks.remove', { hook }).then(changed)}>
            {texts.remove}
          </Button>
        )}
      </Row>
      {isEditing.value && (
        <AddressForm
          hook={hook}
          onSaved={(found) => {
            isEditing.value = false;
            void changed(found);
          }}
          onCancel={() => {
            isEditing.value = false;
          }}
        />
      )}
      {hook === 'ntfy' && isOn && (
        <Row label={texts.messages} controlId="ntfy-messages">
          <Select<Exclude<NotifyChoice, 'never'>>
            id="ntfy-messages"
            value={ntfy === 'everything' ? 'everything' : 'failures'}
            options={(['failures', 'everything'] as const).map((value) => ({ value, label: texts.which[value] }))}
            onChange={(value) => void changeSetting({ name: 'hooks.ntfy', value })}
          />
        </Row>
      )}
    </Group>
  );
}

/** Whether the service hears of syncs, and what became of the last message. */
function HookLine({ state: { isOn, hasAddress, last } }: { readonly state: HookView }) {
  if (!isOn) return <span class="soft">{texts.off}</span>;
  if (hasAddress === false) return <Told kind="warn" text={texts.noAddress} />;
  if (last === null) return <Told kind="quiet" text={texts.notYet} />;
  const when = formatPast(last.at, now.value, snapshot.value?.appearance.locale ?? 'en');
  return last.failure === null ? (
    <Told kind="good" text={texts.told({ when })} />
  ) : (
    <Told kind="warn" text={texts.notTold({ when, failure: last.failure })} />
  );
}

function Told({ kind, text }: { readonly kind: 'good' | 'warn' | 'quiet'; readonly text: string }) {
  return (
    <span role="status">
      <Dot kind={kind} /> {text}
    </span>
  );
}

interface AddressFormProps {
  readonly hook: HookName;
  readonly onSaved: (states: readonly HookView[]) => void;
  readonly onCancel: () => void;
}

function AddressForm({ hook, onSaved, onCancel }: AddressFormProps) {
  const address = useRef<HTMLInputElement>(null);
  const shown = useRef<HTMLInputElement>(null);
  const error = useSignal<string | null>(null);
  useEffect(() => address.current?.focus(), []);
  const save = async () => {
    const typed = [address, shown]
      .map((field) => field.current?.value.trim() ?? '')
      .join(' ')
      .trim();
    if (address.current === null || address.current.value.trim() === '') return;
    const result = await bridge.call('hooks.set', { hook, address: typed });
    error.value = result.ok ? null : result.problem.sentence;
    if (result.ok) onSaved(result.value);
    else address.current?.focus();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Row label={texts.address} controlId={`${hook}-address`} error={error.value}>
        <input
          id={`${hook}-address`}
          ref={address}
          class="field full"
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder={texts.addressHint[hook]}
          aria-invalid={error.value === null ? undefined : 'true'}
        />
      </Row>
      <Row label={texts.shown[hook]} controlId={`${hook}-shown`} hint={texts.kept}>
        <input
          id={`${hook}-shown`}
          ref={shown}
          class="field full"
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder={texts.shownHint}
        />
        {/* A form with two fields is sent by Return only where it has a button for that. */}
        <button type="submit" class="button primary small">
          {strings.settings.server.save}
        </button>
        <Button onClick={onCancel}>{strings.settings.server.cancel}</Button>
      </Row>
    </form>
  );
}
