import { describe, expect, it } from 'vitest';
import { brokenLinks } from '../../../scripts/docs/links.ts';

const check = (html: string, more: Readonly<Record<string, string | null>> = {}) =>
  brokenLinks(new Map<string, string | null>(Object.entries({ 'a.html': html, ...more })), '/base/');

describe('links of the site', () => {
  it('may lead to pages, their headings, folders, files and other sites', () => {
    const html = [
      '<h2 id="here"></h2><a href="#here">',
      '<a href="/base/b"><a href="./b.html#there"><a href="/base/c/"><img src="d.png">',
      '<a href="https://immich.app/nowhere#x"><a href="/base/b?x=1&amp;y=2">',
    ].join('');
    expect(check(html, { 'b.html': '<h2 id="there">', 'c/index.html': '', 'd.png': null })).toEqual([]);
  });

  it.each([
    ['a page that is not there', '<a href="/base/b">', '/base/b: there is no such page (a.html)'],
    ['a heading that is not there', '<a href="#gone">', '#gone: there is no such heading (a.html)'],
    ['a picture that is not there', '<img src="b.png">', 'b.png: there is no such page (a.html)'],
    ['a path outside of the site', '<a href="/elsewhere">', '/elsewhere: is outside of /base/ (a.html)'],
  ])('may not lead to %s', (_name, html, line) => {
    expect(check(html)).toEqual([line]);
  });

  it('are told once, however many pages have them', () => {
    expect(check('<a href="/base/x">', { 'b.html': '<a href="/base/x">' })).toHaveLength(1);
  });
});
