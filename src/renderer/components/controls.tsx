/** Buttons, fields and rows that every window uses. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { ProblemView } from '../../shared/contract.ts';
import { formatLabelled, withoutFullStop } from '../../shared/format.ts';
import { strings } from '../../shared/strings.ts';
import { actOn, tell } from '../actions.ts';
import { failure } from '../state.ts';
import { Glyph, type SymbolName } from './marks.tsx';

export type ControlSize = 'small' | 'large';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  readonly kind?: 'plain' | 'primary' | 'danger' | 'link';
  readonly size?: ControlSize;
  readonly disabled?: boolean;
  /** For VoiceOver where the text alone does not say what it is about. */
  readonly label?: string;
}

export function Button({ children, onClick, kind = 'plain', size = 'small', disabled = false, label }: ButtonProps) {
  return (
    <button type="button" class={`button ${kind} ${size}`} onClick={onClick} disabled={disabled} aria-label={label}>
      {children}
    </button>
  );
}

interface SymbolButtonProps {
  readonly symbol: SymbolName;
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly hasMenu?: boolean;
}

export function SymbolButton({ symbol, label, onClick, hasMenu = false }: SymbolButtonProps) {
  return (
    <button
      type="button"
      class="symbol-button"
      aria-label={label}
      title={label}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      onClick={onClick}
    >
      <Glyph name={symbol} />
    </button>
  );
}

/** Says “Copied” for a moment instead of its own text. */
export function CopyButton({ text, label = strings.copy }: { readonly text: () => string; readonly label?: string }) {
  const isDone = useSignal(false);
  const copy = () => {
    tell('clipboard.write', { text: text() });
    isDone.value = true;
    setTimeout(() => {
      isDone.value = false;
    }, 1600);
  };
  return <Button onClick={copy}>{isDone.value ? strings.copied : label}</Button>;
}

/** A rounded group of rows, as in System Settings. */
export function Group({ children, label }: { readonly children: ComponentChildren; readonly label?: string }) {
  if (label === undefined) return <div class="group">{children}</div>;
  return (
    <section class="group" aria-label={label}>
      {children}
    </section>
  );
}

interface RowProps {
  readonly label: ComponentChildren;
  readonly children: ComponentChildren;
  /** The id of the control that the label is for. */
  readonly controlId?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | null | undefined;
  readonly isTop?: boolean;
}

export function Row({ label, children, controlId, hint, error, isTop = false }: RowProps) {
  return (
    <div class={`group-row${isTop ? ' top' : ''}`}>
      {controlId === undefined ? (
        <span class="row-label">{label}</span>
      ) : (
        <label class="row-label" for={controlId}>
          {label}
        </label>
      )}
      <div class="row-value">
        <div class="row-controls">{children}</div>
        {hint !== undefined && <div class="hint">{hint}</div>}
        {error !== undefined && error !== null && (
          <div class="error-text" role="alert">
            {error}
          </div>
        )}
      </div>
    </div>
  );
}

interface SwitchRowProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly disabled?: boolean;
}

export function SwitchRow({ label, hint, isOn, onChange, disabled = false }: SwitchRowProps) {
  const id = useId();
  return (
    <div class="group-row switch-row">
      <div class="switch-text">
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <div class="hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        class="switch"
        checked={isOn}
        aria-checked={isOn}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}

interface TextFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onCommit: (value: string) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'time' | 'number' | 'date';
  readonly width?: 'short' | 'medium' | 'full';
  readonly label?: string;
  readonly isInvalid?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** Preact's types know each kind of input by a literal, not by a union. */
const INPUT_TYPES = {
  text: { type: 'text' },
  time: { type: 'time' },
  number: { type: 'number' },
  date: { type: 'date' },
} as const;

/** Commits when it loses the focus or on Return, as fields on a Mac do; Escape takes the typing back. */
export function TextField(props: TextFieldProps) {
  const commit = (input: HTMLInputElement) => {
    if (input.value !== props.value) props.onCommit(input.value);
  };
  return (
    <input
      id={props.id}
      class={`field ${props.width ?? 'full'}`}
      {...INPUT_TYPES[props.type ?? 'text']}
      value={props.value}
      placeholder={props.placeholder ?? ''}
      aria-label={props.label}
      aria-invalid={props.isInvalid === true ? 'true' : undefined}
      {...(props.min === undefined ? {} : { min: props.min })}
      {...(props.max === undefined ? {} : { max: props.max })}
      spellcheck={false}
      autocomplete="off"
      onBlur={(event) => commit(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(event.currentTarget);
        if (event.key === 'Escape' && event.currentTarget.value !== props.value) {
          event.currentTarget.value = props.value;
          event.stopPropagation();
        }
      }}
    />
  );
}

interface SelectProps<Value extends string> {
  readonly id: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly label?: string;
}

export function Select<Value extends string>({ id, value, options, onChange, label }: SelectProps<Value>) {
  return (
    <select
      id={id}
      class="select"
      value={value}
      aria-label={label}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** How something stands, as a dot or a day shows it, in the order of the legend. */
export const LOOKS = ['good', 'quiet', 'active', 'warn', 'bad', 'hollow'] as const;
export type Look = (typeof LOOKS)[number];

export function Dot({ kind }: { readonly kind: Look }) {
  return <span class={`dot ${kind}`} aria-hidden="true" />;
}

interface ProblemCardProps {
  readonly problem: ProblemView;
  /** What stands above the card already: its title, or its sentence. */
  readonly headline?: string;
  readonly extra?: ComponentChildren;
}

/** Characters of a sentence that can be a heading. */
const MAX_HEADING = 80;

/**
 * A problem as a card: what happened, what to do, and its one button. The title is the sentence in short: it heads a long one, and is not there
 * beside a sentence that says it all.
 */
export function ProblemCard({ problem, headline, extra }: ProblemCardProps) {
  const sentence = withoutFullStop(problem.sentence);
  const isShort = sentence.length <= MAX_HEADING;
  const heading = isShort ? sentence : problem.title;
  return (
    <div class="card problem-card">
      {headline === undefined && <h2 class="selectable">{heading}</h2>}
      {(headline === undefined ? !isShort : sentence !== withoutFullStop(headline)) && (
        <p class="selectable">{problem.sentence}</p>
      )}
      <p class="soft">{problem.advice}</p>
      <div class="buttons">
        <Button kind="primary" onClick={() => actOn(problem)}>
          {strings.actions[problem.action]}
        </Button>
        {extra}
        <LearnMore problem={problem} />
      </div>
    </div>
  );
}

/** Leads to the problem's page in the documentation; as a symbol where there is no room for words. */
export function LearnMore({
  problem,
  isSymbol = false,
}: {
  readonly problem: ProblemView;
  readonly isSymbol?: boolean;
}) {
  const label = formatLabelled(strings.learnMore, problem.title);
  const explain = () => tell('problem.explain', { code: problem.code });
  if (isSymbol) return <SymbolButton symbol="question" label={label} onClick={explain} />;
  return (
    <Button kind="link" label={label} onClick={explain}>
      {strings.learnMore}
    </Button>
  );
}

/** What the last click could not do. */
export function FailureBar() {
  const problem = failure.value;
  if (problem === null) return null;
  return (
    <div class="failure-bar" role="alert">
      <span class="grow">{problem.sentence}</span>
      <LearnMore problem={problem} />
      <Button
        onClick={() => {
          failure.value = null;
        }}
      >
        {strings.dismiss}
      </Button>
    </div>
  );
}
