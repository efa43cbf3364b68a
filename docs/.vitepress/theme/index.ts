/** VitePress' own theme in the colours of the app, with the fonts of the system. */
/// <reference types="vite/client" />
import theme from 'vitepress/theme-without-fonts';
import './style.css';

export default theme;
