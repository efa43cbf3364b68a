import { describe, expect, it } from 'vitest';
import { migrate } from '../../../src/core/settings/migrate.ts';

const steps = [
  (document: object) => ({ ...document, second: true }),
  (document: object) => ({ ...document, third: 'second' in document }),
];

describe('migrate', () => {
  it('goes through every step from the version of the file', () => {
    expect(migrate({ schemaVersion: 1 }, steps, 3)).toEqual({
      document: { schemaVersion: 3, second: true, third: true },
    });
    expect(migrate({ schemaVersion: 2, a: 1 }, steps, 3)).toEqual({
      document: { schemaVersion: 3, a: 1, third: false },
    });
    expect(migrate({ schemaVersion: 3 }, steps, 3)).toEqual({ document: { schemaVersion: 3 } });
  });

  it.each([undefined, 'one', 0, 1.5, null])('takes version %j for the first one', (schemaVersion) => {
    expect(migrate({ schemaVersion }, steps, 3)).toHaveProperty('document.third', true);
  });

  it('leaves a newer document alone', () => {
    expect(migrate({ schemaVersion: 4 }, steps, 3)).toEqual({ newer: 4 });
  });

  it('reads settings by the name that they had before, and by the new one where both are there', () => {
    const former = { cloud: { fetchPerNight: 50, fetchBy: 'photokit', other: 1 }, library: { path: '/x' } };
    expect(migrate(former)).toEqual({
      document: {
        schemaVersion: 2,
        cloud: { downloadsPerNight: 50, downloadBy: 'photokit', other: 1 },
        library: { path: '/x' },
      },
    });
    expect(migrate({ cloud: { fetchPerNight: 50, downloadsPerNight: 9 } })).toMatchObject({
      document: { cloud: { downloadsPerNight: 9 } },
    });
    expect(migrate({ cloud: 'no group' })).toMatchObject({ document: { cloud: 'no group' } });
    expect(migrate({ schemaVersion: 2, cloud: { fetchPerNight: 50 } })).toMatchObject({
      document: { cloud: { fetchPerNight: 50 } },
    });
  });
});
