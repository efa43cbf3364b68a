/**
 * Stands in for immich-go 0.32.0 where it cannot be installed: `--version` and `upload from-folder`, with the same calls to the server, the
 * same JSON log, the same exit codes and the same behaviour at Ctrl+C. Written from what the real one does when watched; holds none of it.
 */

import { readFile } from 'node:fs/promises';
import { type FoundFile, type MediaTypes, walk } from './folder.ts';
import { type Log, openLog, print } from './log.ts';
import { readOptions, type UploadOptions, UsageError } from './options.ts';
import { CallError, Server, sha1 } from './server.ts';

const JOBS = ['thumbnailGeneration', 'metadataExtraction', 'videoConversion', 'faceDetection', 'smartSearch'];
const SOME_FAILED = 'Some errors have occurred. Look at the log file for details\n';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 1 && args[0] === '--version') {
    print('immich-go version 0.32.0');
    return 0;
  }
  if (args[0] !== 'upload' || args[1] !== 'from-folder') return fail('the stand-in only knows: upload from-folder');
  let options: UploadOptions;
  try {
    options = readOptions(args.slice(2), process.env);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    throw error;
  }
  return upload(options);
}

function fail(message: string): number {
  print(`Error: ${message}\n\nUsage:\n  immich-go upload from-folder [flags] <path>...\n`, 2);
  print(message, 2);
  return 1;
}

async function upload(options: UploadOptions): Promise<number> {
  const log = openLog(options.logType === 'JSON' ? options.logFile : undefined);
  const stop = new AbortController();
  process.on('SIGINT', () => {
    if (stop.signal.aborted) return;
    print('\nCtrl+C received. Shutting down...');
    stop.abort();
  });
  const server = new Server(options.server, options.key, stop.signal);
  // Jobs are resumed even after Ctrl+C.
  const closing = new Server(options.server, options.key, AbortSignal.timeout(30_000));
  log('INFO', 'immich-go version:0.32.0,  commit:none, date:unknown');
  log('INFO', 'Command: immich-go upload from-folder');
  log('INFO', `Connection to the server ${options.server}`);
  try {
    const types = await connect(server, options, log);
    const counts = await uploadAll(server, options, types, stop.signal, log);
    await resumeJobs(closing, log);
    print(
      `\rImmich read 100%, Assets found: ${counts.found}, Upload errors: ${counts.failed}, Uploaded ${counts.uploaded}  `,
    );
    if (counts.failed === 0 && !stop.signal.aborted) return 0;
    log('ERROR', SOME_FAILED);
    return fail(SOME_FAILED.trim());
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    log('ERROR', error.message);
    return fail(error.message);
  }
}

/** Everything before the first file: the listing of the whole server, which the guard answers itself. */
async function connect(server: Server, options: UploadOptions, log: Log): Promise<MediaTypes> {
  await server.call('PingServer', 'GET', '/server/ping');
  log('INFO', 'Server status: OK');
  const user = (await server.call('ValidateConnection', 'GET', '/users/me')) as { id: string; email: string };
  const types = (await server.call('GetSupportedMediaTypes', 'GET', '/server/media-types')) as MediaTypes;
  const about = (await server.call('GetAboutInfo', 'GET', '/server/about')) as { version: string };
  log('INFO', 'Server information:', { version: about.version });
  log('INFO', `Connected, user: ${user.email}, ID: ${user.id}`);
  if (options.pauseJobs) {
    for (const job of JOBS) {
      await server.call('SendJobCommand', 'PUT', `/jobs/${job}`, { command: 'pause', force: true });
    }
  }
  const statistics = (await server.call('GetAssetStatistics', 'GET', '/assets/statistics')) as { total: number };
  await server.call('GetAllAlbums', 'GET', '/albums');
  for (const visibility of ['archive', 'timeline', 'hidden']) {
    for (const trashed of [{}, { trashedAfter: '0001-01-01T00:00:00.000Z' }]) {
      const query = { page: 1, size: 1000, withExif: true, visibility, ...trashed, order: 'asc' };
      await server.call('CallGetAllAssets', 'POST', '/search/metadata', query);
    }
  }
  log('INFO', `Assets on the server: ${statistics.total}`);
  return types;
}

interface Counts {
  found: number;
  uploaded: number;
  failed: number;
}

async function uploadAll(
  server: Server,
  options: UploadOptions,
  types: MediaTypes,
  signal: AbortSignal,
  log: Log,
): Promise<Counts> {
  const counts: Counts = { found: 0, uploaded: 0, failed: 0 };
  const seen = new Set<string>();
  const files = allFiles(options.paths, types, log);
  const worker = async () => {
    for await (const file of files) {
      if (signal.aborted || (options.stopOnError && counts.failed > 0)) return;
      counts.found += 1;
      await uploadOne(server, file, seen, counts, log);
    }
  };
  await Promise.all(Array.from({ length: options.tasks }, worker));
  return counts;
}

async function* allFiles(paths: readonly string[], types: MediaTypes, log: Log): AsyncGenerator<FoundFile> {
  for (const path of paths) yield* walk(path, types, log);
}

async function uploadOne(server: Server, file: FoundFile, seen: Set<string>, counts: Counts, log: Log): Promise<void> {
  const name = { file: file.logName };
  try {
    const sum = await sha1(file.path, 'hex');
    if (seen.has(sum)) {
      log('WARN', 'discarded local duplicate', name);
      log('INFO', 'metadata updated', name);
      return;
    }
    const { id, duplicate } = await server.upload(file);
    // Only now: what failed is tried again with the next file of the same contents.
    seen.add(sum);
    if (duplicate) {
      log('WARN', 'discarded local duplicate', { ...name, reason: 'already present in input as unknown' });
      return;
    }
    counts.uploaded += 1;
    log('INFO', 'uploaded successfully', name);
    await tagBySidecar(server, file, id, log);
  } catch (error) {
    counts.failed += 1;
    const message = (error as Error).message;
    const event = error instanceof CallError ? 'server error' : 'file access error';
    log('ERROR', event, { ...name, error: message });
    log('ERROR', 'Error', { err: message });
  }
}

/** A sidecar with exactly one keyword makes the real one set a tag; with more it finds none. */
async function tagBySidecar(server: Server, file: FoundFile, id: string, log: Log): Promise<void> {
  if (file.sidecar === undefined) return;
  const list = /<digiKam:TagsList>(.*?)<\/digiKam:TagsList>/s.exec(await readFile(file.sidecar, 'utf8'))?.[1] ?? '';
  const [tag, ...more] = [...list.matchAll(/<rdf:li>(.*?)<\/rdf:li>/gs)].map((match) => match[1] ?? '');
  if (tag === undefined || more.length > 0) return;
  log('INFO', 'tagged', { file: file.logName, tag });
  try {
    const [made] = (await server.call('UpsertTags', 'PUT', '/tags', { tags: [tag] })) as { id: string }[];
    await server.call('TagAssets', 'PUT', `/tags/${made?.id}/assets`, { ids: [id] });
  } catch (error) {
    log('ERROR', 'failed to create tag', { err: (error as Error).message, tag });
  }
}

/** A fault of 0.31 and 0.32: done always, also with `--pause-immich-jobs=false` (github.com/simulot/immich-go/issues/1290). */
async function resumeJobs(server: Server, log: Log): Promise<void> {
  for (const job of JOBS) {
    try {
      await server.call('SendJobCommand', 'PUT', `/jobs/${job}`, { command: 'resume', force: true });
      log('INFO', 'Immich Job command sent', { resume: job });
    } catch (error) {
      log('ERROR', 'Immich Job command sent', { resume: job, err: (error as Error).message });
      return;
    }
  }
}
