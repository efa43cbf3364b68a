import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ProblemView, ServerTest } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { ask, openLink } from '../actions.ts';
import { bridge } from '../bridge.ts';
import { Button, Group, Row } from '../components/controls.tsx';
import { PermissionGroups } from '../components/permission-groups.tsx';
import { ServerReport, ServerVerdict } from '../components/server-report.tsx';
import { loadSettings } from '../settings/settings-state.ts';
import type { StepProps } from './step.ts';

const texts = strings.setup.key;
const fieldTexts = strings.settings.server;

/** Whose photos they become, and what Immich Sync may do there. */
export function KeyStep({ view, setDone }: StepProps) {
  const field = useRef<HTMLInputElement>(null);
  const test = useSignal<ServerTest | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isBusy = useSignal(false);
  const isEmpty = useSignal(true);
  const hasStoredKey = view.key.state !== 'none';

  const check = async () => {
    if (isBusy.value) return;
    const typed = field.current?.value.trim() ?? '';
    isBusy.value = true;
    const result = await bridge.call('server.test', { url: null, key: typed === '' ? null : typed });
    test.value = result.ok ? result.value : null;
    problem.value = result.ok ? null : result.problem;
    // Also where it lacks something: that is fixed in Immich, and the key stays the same.
    const isKept = result.ok && (typed === '' || (await keep(typed)));
    isBusy.value = false;
    setDone(isKept && test.value?.problem === null);
  };

  /** The key leaves the form on its way to the keychain. */
  const keep = async (typed: string): Promise<boolean> => {
    if ((await ask('key.save', { key: typed })) === null) return false;
    if (field.current !== null) field.current.value = '';
    isEmpty.value = true;
    await loadSettings();
    return true;
  };

  // A person who comes back to this step, or imported a configuration, sees at once whether it works.
  useEffect(() => {
    if (hasStoredKey) void check();
  }, []);

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <Group>
          <Row label={fieldTexts.key} controlId="key" hint={texts.inKeychain}>
            <input
              id="key"
              ref={field}
              class="field full"
              type="password"
              placeholder={hasStoredKey ? fieldTexts.keyStoredUndated : fieldTexts.keyHint}
              aria-invalid={problem.value === null ? undefined : 'true'}
              spellcheck={false}
              autocomplete="off"
              onInput={(event) => {
                isEmpty.value = event.currentTarget.value.trim() === '';
              }}
            />
            {(!isEmpty.value || isBusy.value) && (
              <button type="submit" class="button primary small" disabled={isBusy.value}>
                {isBusy.value ? texts.checking : texts.check}
              </button>
            )}
            <Button onClick={() => openLink('immich-api-keys')}>{strings.links['immich-api-keys']}</Button>
          </Row>
          <ServerVerdict test={test.value} problem={problem.value} onCheckAgain={() => void check()} />
        </Group>
      </form>
      {test.value === null ? <PermissionGroups granted={null} /> : <ServerReport test={test.value} />}
    </>
  );
}
