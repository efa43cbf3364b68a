/** The few of GitHub's expressions that our workflows use: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions */

/** `github`, `needs`, `steps`, `secrets`, `runner`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** Replaces each `${{ … }}` in a text. */
export function fillIn(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, contexts) ?? ''));
}

/**
 * `a || b`, `a && b`, `a == b`, `'text'`, `github.ref_name`; `&&` binds tighter, as there.
 * @throws {Error} for any other form
 */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const alternatives = expression.split('||');
  if (alternatives.length > 1) return firstThat(Boolean, alternatives, contexts);
  const conditions = expression.split('&&');
  if (conditions.length > 1) return firstThat((value) => !value, conditions, contexts);
  const [left = '', right] = expression.split('==').map((side) => side.trim());
  return right === undefined ? operand(left, contexts) : operand(left, contexts) === operand(right, contexts);
}

/** The first operand that decides, or else the last. */
function firstThat(decides: (value: unknown) => boolean, operands: readonly string[], contexts: Contexts): unknown {
  let value: unknown;
  for (const operand of operands) {
    value = evaluate(operand, contexts);
    if (decides(value)) break;
  }
  return value;
}

function operand(text: string, contexts: Contexts): unknown {
  const literal = /^'([^']*)'$/.exec(text);
  if (literal !== null) return literal[1];
  if (!/^\w[\w.-]*$/.test(text)) throw new Error(`The dry run does not know the form of “${text}”.`);
  return text.split('.').reduce<unknown>((value, name) => (value as Contexts | undefined)?.[name], contexts);
}
