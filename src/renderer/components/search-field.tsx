/** A field to search in, with its magnifying glass. */
import type { Ref } from 'preact';
import type { ControlSize } from './controls.tsx';
import { Glyph } from './marks.tsx';

interface SearchFieldProps {
  readonly value: string;
  /** What VoiceOver says. */
  readonly label: string;
  readonly placeholder?: string;
  readonly size?: ControlSize;
  readonly field?: Ref<HTMLInputElement> | null;
  readonly onInput: (typed: string) => void;
}

export function SearchField({
  value,
  label,
  placeholder = label,
  size = 'small',
  field = null,
  onInput,
}: SearchFieldProps) {
  return (
    <div class={`search ${size}`}>
      <Glyph name="search" />
      <input
        ref={field}
        class="field full"
        type="search"
        placeholder={placeholder}
        aria-label={label}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
