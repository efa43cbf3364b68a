/** The form for the key: write-only. What is typed is cleared as soon as it is on its way; nothing ever shows a stored key. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { strings } from '../../shared/strings.ts';
import { bridge } from '../bridge.ts';
import { Button } from './controls.tsx';

interface KeyFormProps {
  readonly id: string;
  readonly onSaved: () => void;
  readonly onCancel: (() => void) | null;
}

export function KeyForm({ id, onSaved, onCancel }: KeyFormProps) {
  const input = useRef<HTMLInputElement>(null);
  const error = useSignal<string | null>(null);
  const isEmpty = useSignal(true);
  useEffect(() => input.current?.focus(), []);

  const save = async () => {
    const field = input.current;
    const key = field?.value.trim() ?? '';
    if (field === null || key === '') return;
    field.value = '';
    isEmpty.value = true;
    const result = await bridge.call('key.save', { key });
    error.value = result.ok ? null : result.problem.sentence;
    if (result.ok) onSaved();
    else field.focus();
  };

  return (
    <form
      class="grow"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="row-controls">
        <input
          id={id}
          ref={input}
          class="field full"
          type="password"
          autocomplete="off"
          spellcheck={false}
          placeholder={strings.settings.server.keyHint}
          aria-invalid={error.value === null ? undefined : 'true'}
          onInput={(event) => {
            isEmpty.value = event.currentTarget.value.trim() === '';
          }}
        />
        <Button kind="primary" onClick={() => void save()} disabled={isEmpty.value}>
          {strings.settings.server.save}
        </Button>
        {onCancel !== null && <Button onClick={onCancel}>{strings.settings.server.cancel}</Button>}
      </div>
      {error.value !== null && (
        <div class="error-text" role="alert">
          {error.value}
        </div>
      )}
    </form>
  );
}
