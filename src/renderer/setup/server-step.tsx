import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LegacyConfigView, ProblemView, ServerTest, SettingsView } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { Button, CopyButton, Dot, Group, Row } from '../components/controls.tsx';
import { ServerReport } from '../components/server-report.tsx';
import { settings } from '../settings/settings-state.ts';

const texts = strings.setup.server;
const fieldTexts = strings.settings.server;

interface StepProps {
  readonly view: SettingsView;
  readonly setDone: (done: boolean) => void;
}

export function ServerStep({ view, setDone }: StepProps) {
  const address = useRef<HTMLInputElement>(null);
  const key = useRef<HTMLInputElement>(null);
  const test = useSignal<ServerTest | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isBusy = useSignal(false);
  const hasStoredKey = view.key.state !== 'none';

  const judge = (result: ServerTest | null) => {
    test.value = result;
    setDone(result?.permissions.every((permission) => permission.granted || !permission.required) ?? false);
  };

  const connect = async () => {
    const url = address.current?.value.trim() ?? '';
    const typedKey = key.current?.value.trim() ?? '';
    isBusy.value = true;
    const result = await bridge.call('server.test', { url, key: typedKey === '' ? null : typedKey });
    problem.value = result.ok ? null : result.problem;
    judge(result.ok ? result.value : null);
    if (result.ok) await keep(url, typedKey);
    isBusy.value = false;
  };

  /** Only what works is kept. The key leaves the form on its way to the keychain. */
  const keep = async (url: string, typedKey: string) => {
    const changed = await ask('settings.change', { name: 'server.url', value: url });
    if (changed !== null) settings.value = changed;
    if (typedKey === '') return;
    if ((await ask('key.save', { key: typedKey })) === null) return setDone(false);
    if (key.current !== null) key.current.value = '';
    settings.value = await ask('settings.get');
  };

  // A person who comes back to this step, or imported a configuration, sees at once that it works.
  const isReady = view.values['server.url'] !== null && hasStoredKey;
  // Once for each time it becomes ready.
  useEffect(() => {
    if (isReady && test.value === null && !isBusy.value) void connect();
  }, [isReady]);

  return (
    <>
      <LegacyOffer />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <Group>
          <Row label={fieldTexts.address} controlId="address">
            <input
              id="address"
              ref={address}
              class="field full"
              type="text"
              placeholder={fieldTexts.addressHint}
              defaultValue={view.values['server.url'] ?? ''}
              spellcheck={false}
              autocomplete="off"
            />
          </Row>
          <Row label={fieldTexts.key} controlId="key">
            <input
              id="key"
              ref={key}
              class="field full"
              type="password"
              placeholder={hasStoredKey ? fieldTexts.keyStoredUndated : fieldTexts.keyHint}
              spellcheck={false}
              autocomplete="off"
            />
            <button type="submit" class="button primary small" disabled={isBusy.value}>
              {isBusy.value ? texts.connecting : texts.connect}
            </button>
          </Row>
        </Group>
      </form>
      {problem.value !== null && (
        <div class="line" role="alert">
          <span class="selectable">
            <Dot kind="bad" />
            <span>
              {problem.value.sentence} <span class="soft">{problem.value.detail}</span>
            </span>
          </span>
        </div>
      )}
      {test.value !== null && (
        <>
          <div class="line" role="status">
            <span>
              <Dot kind="good" />
              {fieldTexts.connected(test.value.version, test.value.user)}
            </span>
          </div>
          <ServerReport test={test.value} />
        </>
      )}
      {test.value === null && <NeededPermissions view={view} />}
    </>
  );
}

function NeededPermissions({ view }: { readonly view: SettingsView }) {
  return (
    <div class="soft">
      <p>{texts.howKey}</p>
      <p class="permission-names selectable">
        {view.neededPermissions.map((permission) => (
          <code key={permission.name} title={permission.meaning}>
            {permission.name}
          </code>
        ))}
      </p>
      <p>
        {fieldTexts.noDelete} {texts.keyInKeychain}
      </p>
    </div>
  );
}

/** The configuration of the old script, if there is one. */
function LegacyOffer() {
  const found = useSignal<LegacyConfigView | null>(null);
  const isUsed = useSignal(false);
  useEffect(() => {
    void ask('legacy.find').then((legacy) => {
      found.value = legacy;
    });
  }, [found]);
  const use = async () => {
    const changed = await ask('legacy.import');
    if (changed === null) return;
    isUsed.value = true;
    settings.value = changed;
  };
  const legacy = found.value;
  if (legacy === null) return null;
  const command = legacy.unloadCommand;
  return (
    <div class="card">
      <div class="line">
        <span>
          <span>
            <strong>{texts.legacyTitle}</strong>
            <br />
            <span class="soft">
              {isUsed.value ? texts.legacyUsed : texts.legacyDetail(legacy.serverUrl, legacy.hasKey)}
            </span>
          </span>
        </span>
        {!isUsed.value && <Button onClick={() => void use()}>{texts.legacyUse}</Button>}
      </div>
      {isUsed.value && command !== null && (
        <>
          <div class="soft">{texts.legacyUnload}</div>
          <div class="command">
            <code>{command}</code>
            <CopyButton text={() => command} label={strings.setup.tools.copyCommand} />
          </div>
        </>
      )}
    </div>
  );
}
