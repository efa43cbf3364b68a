/**
 * A recording server in a process of its own, for measurements. Takes the bytes per second of its network as its argument, if they are
 * to be limited; sends `{url}` when it is ready.
 */
import { startRecordingUpstream } from './recording-upstream.ts';

const bytesPerSecond = process.argv[2];
const upstream = await startRecordingUpstream(
  bytesPerSecond === undefined ? {} : { bytesPerSecond: Number(bytesPerSecond) },
);
process.on('disconnect', () => void upstream.close());
process.send?.({ url: upstream.url });
