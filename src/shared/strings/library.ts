export const libraryStrings = {
  title: 'Library',
  caption: 'How much of each month is in Immich',
  legend: { verified: 'in Immich, verified', notYet: 'not yet', none: 'no photos' },
  month: '{name}: {complete, number} of {assets, plural, one {# item} other {# items}} in Immich',
  wholeMonth: '{name}: all of {assets, plural, one {# item} other {# items}} in Immich',
  verified: '{complete, number} of {assets, plural, one {# item} other {# items}} verified',
  undated: 'Without a date: {complete, number} of {assets, plural, one {# item} other {# items}} verified',
  kind: {
    photo: '{complete, number} of {assets, plural, one {# photo} other {# photos}}',
    movie: '{complete, number} of {assets, plural, one {# video} other {# videos}}',
  },
  showPhotos: 'Show these photos',
} as const;
