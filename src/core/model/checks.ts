/** What the doctor looks at, in the order in which a person would fix things. The titles are told in the language in use by the windows. */
export const CHECK_TITLES = {
  server: 'Server',
  key: 'API key',
  library: 'Photos library',
  ledger: 'Ledger',
  osxphotos: 'osxphotos',
  'immich-go': 'immich-go',
  'tool-updates': 'Tool updates',
  staging: 'Staging folder',
  hooks: 'Monitoring',
  system: 'This Mac',
  'old-script': 'Old script',
} as const;
/** Stable, for screens and programs. */
export type CheckName = keyof typeof CHECK_TITLES;
