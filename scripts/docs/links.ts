/** Links of the built site that lead nowhere in it. */

/**
 * @param files all files of the site by path, with forward slashes; contents of those that are HTML, else null
 * @param base the path that the site is published below, with a slash at both ends
 * @returns a line for each target that is not there, with the first page that leads to it
 */
export function brokenLinks(files: ReadonlyMap<string, string | null>, base: string): readonly string[] {
  /** The first page with it, by target and what is wrong with it: what is wrong with a menu is wrong on every page. */
  const broken = new Map<string, string>();
  for (const [path, html] of files) {
    if (html === null) continue;
    const here = `https://site.invalid${base}${path}`;
    for (const [, target = ''] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
      const { origin, pathname, hash } = new URL(target.replaceAll('&amp;', '&'), here);
      if (origin !== 'https://site.invalid') continue;
      const why = wrongWith(decodeURIComponent(pathname), decodeURIComponent(hash.slice(1)));
      if (why !== null && !broken.has(`${target}: ${why}`)) broken.set(`${target}: ${why}`, path);
    }
  }
  return [...broken].map(([what, path]) => `${what} (${path})`).sort();

  function wrongWith(pathname: string, anchor: string): string | null {
    if (!pathname.startsWith(base)) return `is outside of ${base}`;
    const below = pathname.slice(base.length);
    const found = [below, `${below}.html`, `${below}index.html`].find((path) => files.has(path));
    if (found === undefined) return 'there is no such page';
    const html = files.get(found) ?? null;
    return anchor === '' || html === null || html.includes(` id="${anchor}"`) ? null : 'there is no such heading';
  }
}
