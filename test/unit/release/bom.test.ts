import { expect, it } from 'vitest';
import { type Bom, narrow } from '../../../scripts/release/bom.ts';

const component = (name: string, version = '1.0.0', scope = 'optional') => ({
  'bom-ref': `${name}@${version}`,
  name,
  version,
  scope,
});
const ALL: Bom = {
  metadata: { component: component('some-folder', '0.0.0') },
  components: [component('bundled'), component('bundled', '2.0.0'), component('electron'), component('linter')],
  dependencies: [
    { ref: 'some-folder@0.0.0', dependsOn: ['bundled@1.0.0', 'linter@1.0.0'] },
    { ref: 'bundled@1.0.0', dependsOn: ['linter@1.0.0'] },
    { ref: 'linter@1.0.0', dependsOn: ['bundled@2.0.0'] },
  ],
};
const APP = { productName: 'App', version: '3.0.0' };

it('keeps what is bundled, and what it runs on', () => {
  const bom = narrow(ALL, [{ name: 'bundled', version: '1.0.0' }], APP);
  expect(bom.metadata.component).toMatchObject({ name: 'App', version: '3.0.0' });
  expect(bom.components).toEqual([
    component('bundled', '1.0.0', 'required'),
    component('electron', '1.0.0', 'required'),
  ]);
  expect(bom.dependencies).toEqual([
    { ref: 'some-folder@0.0.0', dependsOn: ['bundled@1.0.0'] },
    { ref: 'bundled@1.0.0', dependsOn: [] },
  ]);
});

it('is none when something ships that npm does not know', () => {
  expect(() => narrow(ALL, [{ name: 'bundled', version: '9.0.0' }], APP)).toThrow(
    'does not know what ships: bundled 9.0.0',
  );
});
