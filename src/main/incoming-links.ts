/** Links to this app from the moment on that it starts: macOS hands over the one that started it before anything is there to follow it. */
import { app } from 'electron';
import { isAppLink } from './app-link.ts';

export interface IncomingLinks {
  /** Called with those that came before, too. */
  readonly onLink: (follow: (link: string) => void) => void;
}

/** Call before the app is ready. @param args of this process: elsewhere than on macOS a link is one of them */
export function incomingLinks(args: readonly string[]): IncomingLinks {
  const waiting = args.filter(isAppLink).slice(0, 1);
  let follow: ((link: string) => void) | null = null;
  app.on('open-url', (event, link) => {
    event.preventDefault();
    if (follow === null) waiting.push(link);
    else follow(link);
  });
  return {
    onLink: (listener) => {
      follow = listener;
      for (const link of waiting.splice(0)) listener(link);
    },
  };
}
