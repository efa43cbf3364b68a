import { useSignal } from '@preact/signals';
import type { ProblemView, ServerTest, SettingsView } from '../../shared/contract.ts';
import { formatDate } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openLink } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { Button, Group, Row, TextField } from '../components/controls.tsx';
import { KeyForm } from '../components/key-form.tsx';
import { PermissionGroups } from '../components/permission-groups.tsx';
import { ServerReport, ServerVerdict } from '../components/server-report.tsx';
import { snapshot } from '../state.ts';
import { changeSetting, loadSettings, settingErrors } from './settings-state.ts';
import { WayGroups } from './way-groups.tsx';

const texts = strings.settings.server;

export function ServerPage({
  view,
  isReplacingKey,
}: {
  readonly view: SettingsView;
  readonly isReplacingKey: boolean;
}) {
  const test = useSignal<ServerTest | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isTesting = useSignal(false);
  const runTest = async () => {
    isTesting.value = true;
    const result = await bridge.call('server.test', { url: null, key: null });
    isTesting.value = false;
    test.value = result.ok ? result.value : null;
    problem.value = result.ok ? null : result.problem;
  };
  const changeAddress = async (name: 'server.url' | 'server.awayUrl', address: string) => {
    test.value = null;
    problem.value = null;
    const isSaved = await changeSetting({ name, value: address.trim() === '' ? null : address.trim() });
    if (isSaved && view.key.state !== 'none') await runTest();
  };
  const isTestable = view.values['server.url'] !== null && view.key.state !== 'none';

  return (
    <>
      <Group>
        <Row label={texts.address} controlId="address" error={settingErrors.value['server.url']}>
          <TextField
            id="address"
            value={view.values['server.url'] ?? ''}
            placeholder={texts.addressHint}
            isInvalid={settingErrors.value['server.url'] !== undefined}
            onCommit={(value) => void changeAddress('server.url', value)}
          />
        </Row>
        <Row label={texts.away} controlId="away" hint={texts.awayHint} error={settingErrors.value['server.awayUrl']}>
          <TextField
            id="away"
            value={view.values['server.awayUrl'] ?? ''}
            placeholder={texts.awayPlaceholder}
            isInvalid={settingErrors.value['server.awayUrl'] !== undefined}
            onCommit={(value) => void changeAddress('server.awayUrl', value)}
          />
        </Row>
        <KeyRow view={view} isReplacing={isReplacingKey} onSaved={() => void runTest()} />
        <ServerVerdict test={test.value} problem={problem.value} onCheckAgain={() => void runTest()} />
      </Group>
      <div class="line">
        <span class="soft">
          {isTesting.value
            ? texts.testing
            : test.value === null && problem.value === null
              ? texts.notTested
              : texts.tested}
        </span>
        <Button onClick={() => void runTest()} disabled={!isTestable || isTesting.value}>
          {texts.test}
        </Button>
      </div>
      <WayGroups view={view} onChanged={() => void (isTestable && runTest())} />
      {test.value === null ? <PermissionGroups granted={null} /> : <ServerReport test={test.value} />}
    </>
  );
}

interface KeyRowProps {
  readonly view: SettingsView;
  readonly isReplacing: boolean;
  readonly onSaved: () => void;
}

function KeyRow({ view, isReplacing, onSaved }: KeyRowProps) {
  const { key } = view;
  const isEditing = useSignal(isReplacing);
  const isAskingRemoval = useSignal(false);
  const remove = async () => {
    isAskingRemoval.value = false;
    await ask('key.remove');
    await loadSettings();
  };
  const saved = async () => {
    isEditing.value = false;
    await loadSettings();
    onSaved();
  };
  const locale = snapshot.value?.appearance.locale ?? 'en-GB';

  // By their keys they are controls of their own: the focus goes to the first of the new ones.
  if (isEditing.value)
    return (
      <Row key="editing" label={texts.key} controlId="key">
        <KeyForm
          id="key"
          onSaved={() => void saved()}
          onCancel={() => {
            isEditing.value = false;
          }}
        />
      </Row>
    );
  if (isAskingRemoval.value)
    return (
      <Row key="asking" label={texts.key}>
        <span class="grow">{texts.removeQuestion}</span>
        <Button
          onClick={() => {
            isAskingRemoval.value = false;
          }}
        >
          {texts.cancel}
        </Button>
        <Button kind="danger" onClick={() => void remove()}>
          {texts.remove}
        </Button>
      </Row>
    );
  return (
    <Row
      label={texts.key}
      hint={key.state === 'memory-only' ? texts.keyMemoryReason({ reason: key.reason ?? '' }) : undefined}
    >
      <span class="grow soft">{keyText(key, locale)}</span>
      {key.state === 'none' && <Button onClick={() => openLink('immich-api-keys')}>{texts.getKey}</Button>}
      <Button
        onClick={() => {
          isEditing.value = true;
        }}
      >
        {key.state === 'none' ? texts.add : texts.replace}
      </Button>
      {key.state !== 'none' && key.state !== 'environment' && (
        <Button
          onClick={() => {
            isAskingRemoval.value = true;
          }}
        >
          {texts.remove}
        </Button>
      )}
    </Row>
  );
}

function keyText(key: SettingsView['key'], locale: string): string {
  switch (key.state) {
    case 'none':
      return texts.keyNone;
    case 'environment':
      return texts.keyEnvironment;
    case 'memory-only':
      return texts.keyMemory;
    case 'stored':
      return key.savedAt === null ? texts.keyStoredUndated : texts.keyStored({ date: formatDate(key.savedAt, locale) });
  }
}
