import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ProblemView, ServerFound } from '../../shared/contract.ts';
import { strings } from '../../shared/strings.ts';
import { bridge } from '../bridge.ts';
import { Group, Row } from '../components/controls.tsx';
import { Glyph } from '../components/marks.tsx';
import { ServerTrouble, Warnings } from '../components/server-report.tsx';
import { loadSettings } from '../settings/settings-state.ts';
import { WayGroup } from '../settings/way-groups.tsx';
import { LegacyOffer } from './legacy-offer.tsx';
import type { StepProps } from './step.ts';

const texts = strings.setup.server;
const fieldTexts = strings.settings.server;

/** What a header or a client certificate may help against. */
const ASKS_FOR_MORE: readonly ProblemView['code'][] = [
  'server-login-page',
  'client-certificate-needed',
  'server-certificate',
  'connection-secrets-unreadable',
];

/** The address as it was understood. */
function addressOf({ values }: ProblemView): string | null {
  return typeof values?.server === 'string' ? values.server : null;
}

/** Where Immich is. Nobody signs in yet. */
export function ServerStep({ view, setDone }: StepProps) {
  const address = useRef<HTMLInputElement>(null);
  const found = useSignal<ServerFound | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isBusy = useSignal(false);

  const connect = async () => {
    isBusy.value = true;
    const result = await bridge.call('server.find', { url: address.current?.value.trim() ?? '' });
    isBusy.value = false;
    found.value = result.ok ? result.value : null;
    problem.value = result.ok ? null : result.problem;
    if (result.ok) await loadSettings();
    setDone(result.ok);
  };

  // A person who comes back to this step, or imported a configuration, sees at once that it works.
  const known = view.values['server.url'];
  useEffect(() => {
    if (known !== null && known !== found.value?.url && !isBusy.value) void connect();
  }, [known]);

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
              // Taken over from a configuration that is imported while it is shown.
              key={known}
              defaultValue={known ?? ''}
              aria-invalid={problem.value === null ? undefined : 'true'}
              spellcheck={false}
              autocomplete="off"
              onInput={() => {
                found.value = null;
                problem.value = null;
                setDone(false);
              }}
            />
            <button type="submit" class="button primary small" disabled={isBusy.value}>
              {isBusy.value ? texts.connecting : texts.connect}
            </button>
          </Row>
          {problem.value !== null && (
            <div class="group-row verdict bad" role="alert">
              <Glyph name="cross" />
              <div class="grow selectable">
                <strong>{texts.notFound}</strong>
                <div>
                  <ServerTrouble problem={problem.value} />
                </div>
              </div>
            </div>
          )}
          {found.value !== null && (
            <div class="group-row verdict good" role="status">
              <Glyph name="tick" />
              <div class="grow selectable">{texts.found({ version: found.value.version, url: found.value.url })}</div>
            </div>
          )}
        </Group>
      </form>
      {problem.value !== null && ASKS_FOR_MORE.includes(problem.value.code) && (
        <WayGroup
          address={addressOf(problem.value) ?? address.current?.value.trim() ?? ''}
          connections={view.connections}
          onChanged={() => void connect()}
        />
      )}
      {found.value !== null && <Warnings warnings={found.value.warnings} />}
    </>
  );
}
