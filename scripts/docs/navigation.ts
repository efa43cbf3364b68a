/** Where the documentation is, and in which order it is read. Every page but those of problems is in it (test/unit/docs). */
import { DOCUMENTATION_URL } from '../../src/core/model/project.ts';

/** The path that the site is published below, with a slash at both ends. */
export const BASE = new URL(DOCUMENTATION_URL).pathname;

export interface Chapter {
  readonly title: string;
  /** Title and path below docs/, without `.md`; a path with a scheme leads out of the site. */
  readonly pages: readonly (readonly [title: string, path: string])[];
  /** Whether it is folded up at first. */
  readonly isFolded?: boolean;
}

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Getting started',
    pages: [
      ['Install', 'install'],
      ['First sync', 'first-sync'],
      ['Access to Photos', 'full-disk-access'],
      ['The API key', 'api-key'],
      ['From the old script', 'from-the-script'],
    ],
  },
  {
    title: 'How it works',
    pages: [
      ['What is synced', 'what-is-synced'],
      ['What the number means', 'the-number'],
      ['Schedule and conditions', 'schedule'],
      ['Originals in iCloud', 'icloud'],
      ['Several Macs', 'several-macs'],
      ['Behind a proxy and away from home', 'behind-a-proxy'],
      ['Monitoring', 'monitoring'],
      ['Privacy', 'privacy'],
    ],
  },
  {
    title: 'When you need it',
    pages: [
      ['Troubleshooting', 'troubleshooting'],
      ['Update', 'update'],
      ['Uninstall', 'uninstall'],
    ],
  },
  {
    title: 'Reference',
    pages: [
      ['Command line', 'command-line'],
      ['Settings', 'settings'],
    ],
  },
  {
    title: 'For developers',
    isFolded: true,
    pages: [
      ['A first import on paper', 'first-import'],
      ['Performance', 'performance'],
      ['Acceptance', 'acceptance'],
      ['Tool sets', 'tool-sets'],
      ['What only a Mac can show', 'mac-checklist'],
      ['Decisions', 'decisions/README'],
    ],
  },
];
