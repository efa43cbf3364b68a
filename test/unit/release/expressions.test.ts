import { expect, it } from 'vitest';
import { evaluate, fillIn } from '../../../scripts/release/expressions.ts';

const CONTEXTS = {
  github: { event_name: 'push', ref_name: 'v1.2.0' },
  needs: { plan: { outputs: { prerelease: 'false' } } },
};

it.each([
  ["github.event_name == 'push' && github.ref_name || ''", 'v1.2.0'],
  ["github.event_name == 'pull_request' && github.ref_name || ''", ''],
  ["needs.plan.outputs.prerelease == 'false'", true],
  ['needs.draft.outputs.url', undefined],
])('%s is %j', (expression, value) => {
  expect(evaluate(expression, CONTEXTS)).toBe(value);
});

it('fills in texts', () => {
  const of = (expression: string) => `$\{{ ${expression} }}`;
  expect(fillIn(`${of('github.ref_name')} of ${of('github.nothing')}.`, CONTEXTS)).toBe('v1.2.0 of .');
  expect(() => fillIn(of("contains(github.ref, 'beta')"), CONTEXTS)).toThrow('does not know the form of');
});
