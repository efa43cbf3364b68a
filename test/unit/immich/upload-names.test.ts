import { expect, test } from 'vitest';
import { sidecarPlace } from '../../../src/core/immich/upload-names.ts';

test.each([
  ['IMG_1.HEIC', { alone: false, sidecarName: 'IMG_1.HEIC.xmp' }],
  ['a {b} (1)!^-].jpg', { alone: false, sidecarName: 'a {b} (1)!^-].jpg.xmp' }],
  ['a*.jpg', { alone: true, sidecarName: 'a*.jpg.xmp' }],
  ['what?.jpg', { alone: true, sidecarName: 'what?.jpg.xmp' }],
  ['IMG[12].jpg', { alone: true, sidecarName: 'IMG1.jpg.xmp' }],
  ['IMG[0-9].jpg', { alone: true, sidecarName: 'IMG0.jpg.xmp' }],
  ['c\\d.jpg', { alone: true, sidecarName: 'cd.jpg.xmp' }],
  ['b[.jpg', { alone: true, sidecarName: null }],
  ['b[].jpg', { alone: true, sidecarName: null }],
  ['b[^a].jpg', { alone: true, sidecarName: null }],
  ['ends\\', { alone: true, sidecarName: null }],
])('the sidecar of %s', (name, place) => {
  expect(sidecarPlace(name)).toEqual(place);
});
