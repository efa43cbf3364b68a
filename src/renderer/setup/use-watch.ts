/** Looks at something now, when the window comes to the front, and every few seconds until it is as wanted. */
import { useEffect } from 'preact/hooks';

const INTERVAL = 3_000;

export function useWatch(look: () => Promise<void>, isSettled: () => boolean): void {
  // The watch lasts as long as the step is shown.
  useEffect(() => {
    let isLooking = false;
    const lookOnce = async () => {
      if (isLooking) return;
      isLooking = true;
      await look();
      isLooking = false;
    };
    void lookOnce();
    const onFocus = () => void lookOnce();
    window.addEventListener('focus', onFocus);
    const timer = setInterval(() => {
      if (!isSettled() && document.visibilityState === 'visible') void lookOnce();
    }, INTERVAL);
    return () => {
      window.removeEventListener('focus', onFocus);
      clearInterval(timer);
    };
  }, []);
}
