/** The documentation is whole: every problem has its page, every page is in the menu, and what is generated says what the tables say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAPTERS } from '../../../scripts/docs/navigation.ts';
import { PROBLEM_CODES } from '../../../scripts/docs/problem-pages.ts';
import { sitePages } from '../../../scripts/docs/site.ts';
import { PERMISSIONS } from '../../../src/core/model/permissions.ts';
import { PROBLEMS } from '../../../src/core/model/problem.ts';
import { DOCUMENTATION_URL, problemPage, REPOSITORY_URL } from '../../../src/core/model/project.ts';
import { SETTING_NAMES } from '../../../src/core/model/settings.ts';

const DOCS = resolve(import.meta.dirname, '../../../docs');
const written = new Map(
  readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('.vitepress'))
    .map((path) => [path, readFileSync(join(DOCS, path), 'utf8')] as const),
);
const pages = sitePages(written);
const page = (path: string) => pages.get(path) ?? '';

describe('the pages', () => {
  it('have one for each problem, at the address that the app opens', () => {
    for (const code of PROBLEM_CODES)
      expect(page(`${problemPage(code).slice(DOCUMENTATION_URL.length)}.md`)).toContain(`# ${PROBLEMS[code].title}`);
    expect([...pages.keys()].filter((path) => path.startsWith('problems/')).length).toBe(PROBLEM_CODES.length);
  });

  it('list each problem once', () => {
    const links = [...page('troubleshooting.md').matchAll(/\(\.\/problems\/(.+)\.md\)/g)].map(([, code]) => code);
    expect(links.toSorted()).toEqual(PROBLEM_CODES.toSorted());
  });

  it('are all in the menu, and the menu has no others', () => {
    const inMenu = CHAPTERS.flatMap(({ pages: chapter }) => chapter.map(([, path]) => `${path}.md`));
    const found = [...pages.keys()].filter((path) => !/^(?:problems\/|decisions\/\d|index\.md$)/.test(path));
    expect(found.toSorted()).toEqual(inMenu.toSorted());
  });

  it('leave nothing to be generated, and nothing for Vue to take for its own', () => {
    for (const [path, text] of pages) {
      expect(text, path).not.toContain('<!-- generated');
      expect(text, path).not.toContain('[object ');
      expect(text, path).not.toMatch(/^(?:<{7}|>{7}) /m);
      const prose = text.replace(/^```.*?^```/gms, '').replace(/`[^`]*`/g, '');
      expect(prose, path).not.toContain('{{');
    }
  });

  it('name every permission, every setting and every command', () => {
    for (const { name } of PERMISSIONS) expect(page('api-key.md')).toContain(`| \`${name}\` |`);
    for (const name of SETTING_NAMES) expect(page('settings.md')).toContain(`### ${name} {#`);
    for (const command of ['sync', 'trash restore', 'config set', 'agent install'])
      expect(page('command-line.md')).toContain(
        `### immich-sync ${command} {#immich-sync-${command.replace(' ', '-')}}`,
      );
    expect(page('command-line.md')).toContain('| `--dry-run` | Only show what would be done. |');
    expect(page('command-line.md')).toContain('immich-sync leave-out <item...>');
  });
});

describe('the project’s own addresses', () => {
  const file = (path: string) => readFileSync(join(DOCS, '..', path), 'utf8');

  it('are right wherever they are written, should it move', () => {
    expect(file('docs/install.md')).toContain(`(${REPOSITORY_URL}/releases)`);
    expect(file('docs/install.md')).toContain(`git clone ${REPOSITORY_URL}.git`);
    expect(file('docs/troubleshooting.md')).toContain(`(${REPOSITORY_URL}/issues/new/choose)`);
    expect(file('README.md')).toContain(`(${REPOSITORY_URL}/releases)`);
    expect(file('README.md')).toContain(`(${DOCUMENTATION_URL})`);
    expect(file('.github/ISSUE_TEMPLATE/config.yml')).toContain(`${DOCUMENTATION_URL}troubleshooting`);
  });
});

describe('a page about a problem', () => {
  it('has what happened with values, what to do, the button of the app, code and exit code', () => {
    const text = page('problems/key-of-another-user.md');
    expect(text).toContain('> This API key belongs to someone else: robin@example.org.');
    expect(text).toContain('`immich-sync accept-user`');
    expect(text).toContain('**Use this account**');
    expect(text).toContain('| `key-of-another-user` | 4 (server unreachable, or key refused) |');
  });

  it('has what was written about it besides', () => {
    const withNote = sitePages(new Map([['problems/disk-full.md', '## In short\n\nMake room.\n']]));
    expect(withNote.get('problems/disk-full.md')).toContain('## In short\n\nMake room.\n\n## On the command line');
  });

  it('is of a problem that there is', () => {
    expect(() => sitePages(new Map([['problems/disk-fool.md', '']]))).toThrow('docs/problems/disk-fool.md');
  });
});

describe('a written page', () => {
  it('gets what is generated where it says so, and nothing that there is not', () => {
    expect(sitePages(new Map([['a.md', '<!-- generated: exit codes -->']])).get('a.md')).toContain('| 130 | stopped |');
    expect(() => sitePages(new Map([['a.md', '<!-- generated: wisdom -->']]))).toThrow('“wisdom”');
  });

  it('leads to GitHub for what is outside of docs/', () => {
    const found = sitePages(
      new Map([
        ['a.md', '[x](../README.md) [y](./b.md)'],
        ['c/d.md', '[x](../../src/main) [y](../b.md)'],
      ]),
    );
    expect(found.get('a.md')).toBe('[x](https://github.com/immich-sync/immich-sync/blob/main/README.md) [y](./b.md)');
    expect(found.get('c/d.md')).toBe('[x](https://github.com/immich-sync/immich-sync/blob/main/src/main) [y](../b.md)');
  });
});
