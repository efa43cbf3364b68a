/**
 * A guard in a process of its own, so that its memory can be measured apart from the test's. Takes the server's address as its argument;
 * sends `{url, token}` when it is ready and `{peak}` (bytes) when asked.
 */
import { startGuard } from '../../src/core/immich/guard.ts';

const guard = await startGuard({
  server: { url: process.argv[2] ?? '', headers: {}, certificateAuthorities: [] },
  apiKey: 'the-real-key',
});
process.on('message', () => process.send?.({ peak: process.resourceUsage().maxRSS * 1024 }));
process.on('disconnect', () => void guard.close());
process.send?.({ url: guard.url, token: guard.token });
