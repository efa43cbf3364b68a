/** The documentation as a site: https://vitepress.dev/reference/site-config. scripts/docs puts its pages together. */
import { defineConfig } from 'vitepress';
import { BASE, CHAPTERS } from '../../scripts/docs/navigation.ts';
import { REPOSITORY_URL } from '../../src/core/model/project.ts';

export default defineConfig({
  title: 'Immich Sync',
  description: 'Your Apple Photos library on your own Immich server, every day, and verified.',
  base: BASE,
  srcDir: '.vitepress/pages',
  rewrites: { 'decisions/README.md': 'decisions/index.md' },
  cleanUrls: true,
  // Nothing is loaded from elsewhere, and nobody is counted.
  head: [['link', { rel: 'icon', href: `${BASE}icon.svg`, type: 'image/svg+xml' }]],
  themeConfig: {
    logo: { src: '/icon.svg', alt: '' },
    nav: [
      { text: 'Install', link: '/install' },
      { text: 'Troubleshooting', link: '/troubleshooting' },
    ],
    sidebar: CHAPTERS.map(({ title, pages, isFolded }) => ({
      text: title,
      ...(isFolded === true ? { collapsed: true } : {}),
      items: pages.map(([text, path]) => ({ text, link: `/${path.replace(/README$/, '')}` })),
    })),
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: REPOSITORY_URL }],
    footer: { message: 'MIT licence. Not affiliated with Apple or Immich.' },
  },
});
