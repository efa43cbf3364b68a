/**
 * A guard in a process of its own, so that its memory can be measured apart from the test's. Takes the server's address as its argument;
 * sends `{url, token}` when it is ready, and `{peak, cpu}` (bytes, seconds) after each message; one with `files` says what may be uploaded.
 */
import { startGuard } from '../../src/core/immich/guard.ts';
import type { ExpectedFile } from '../../src/core/immich/guard-form.ts';

const guard = await startGuard({
  server: { url: process.argv[2] ?? '', headers: {}, certificateAuthorities: [] },
  apiKey: 'the-real-key',
});
process.on('message', ({ files }: { files?: readonly ExpectedFile[] }) => {
  if (files !== undefined) guard.expect({ files, pairs: [], mostWaiting: 0 });
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send?.({ peak: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 });
});
process.on('disconnect', () => void guard.close());
process.send?.({ url: guard.url, token: guard.token });
