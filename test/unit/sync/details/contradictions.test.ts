import { expect, it } from 'vitest';
import { contradictionsAmong, type Voice } from '../../../../src/core/sync/reconcile/details/contradictions.ts';

const voice = (uuid: string, details: Partial<Voice['details']> = {}): Voice => ({
  uuid,
  filename: `${uuid}.jpg`,
  details: { description: '', capturedAt: '2024-05-01T10:00:00+02:00', place: null, ...details },
});

it('photos that say the same, or of which one says nothing, do not contradict each other', () => {
  const spoken = voice('A', { description: 'Words', place: { latitude: 1, longitude: 2 } });
  expect(contradictionsAmong([spoken, voice('B'), voice('C', { description: ' Words' })])).toEqual([]);
  expect(contradictionsAmong([spoken])).toEqual([]);
});

it('the first that says anything counts; whoever differs is named', () => {
  const voices = [
    voice('A'),
    voice('B', { description: 'Mine', place: { latitude: 1, longitude: 2 } }),
    voice('C', { description: 'Yours', place: { latitude: 1, longitude: 3 }, capturedAt: '2024-05-01T10:00:00+03:00' }),
    voice('D', { description: 'Mine' }),
  ];
  expect(contradictionsAmong(voices)).toMatchObject([
    { field: 'description', told: { uuid: 'B', value: 'Mine' }, others: [{ uuid: 'C', value: 'Yours' }] },
    { field: 'date', told: { uuid: 'A' }, others: [{ uuid: 'C', filename: 'C.jpg' }] },
    { field: 'place', told: { uuid: 'B', value: '1, 2' }, others: [{ uuid: 'C', value: '1, 3' }] },
  ]);
});
