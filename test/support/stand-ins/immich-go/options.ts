/** The flags of `upload from-folder` that this program's callers use; an unknown flag ends it as it ends the real one. */

export interface UploadOptions {
  readonly server: string;
  readonly key: string;
  readonly logFile: string | undefined;
  /** `--log-type`; only `JSON` in capitals makes the real one write JSON. */
  readonly logType: string;
  readonly tasks: number;
  readonly stopOnError: boolean;
  readonly pauseJobs: boolean;
  readonly paths: readonly string[];
}

const WITH_VALUE = new Set([
  '--server',
  '--api-key',
  '--concurrent-tasks',
  '--client-timeout',
  '--on-errors',
  '--log-type',
  '--log-level',
  '--log-file',
  '--time-zone',
  '--device-uuid',
]);
const SWITCHES = new Set([
  '--no-ui',
  '--pause-immich-jobs',
  '--date-from-name',
  '--recursive',
  '--skip-verify-ssl',
  '--dry-run',
]);

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): UploadOptions {
  const values = new Map<string, string>();
  const paths: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('-')) {
      paths.push(argument);
      continue;
    }
    const [name = '', inline] = argument.split(/=(.*)/s);
    if (SWITCHES.has(name)) values.set(name, inline ?? 'true');
    else if (WITH_VALUE.has(name)) values.set(name, inline ?? args[++index] ?? '');
    else throw new UsageError(`unknown flag: ${name}`);
  }
  // The names that work for uploads; most of the documented ones do not.
  const server = values.get('--server') ?? env.IMMICH_GO_UPLOAD_SERVER ?? '';
  const key = values.get('--api-key') ?? env.IMMICH_GO_UPLOAD_API_KEY ?? '';
  if (server === '')
    throw new UsageError(
      'missing the parameter --server, Immich server address (http://<your-ip>:2283 or https://<your-domain>)',
    );
  if (key === '') throw new UsageError('missing the parameter --api-key, Immich API key');
  if (values.get('--no-ui') !== 'true') throw new UsageError('the stand-in has no user interface: --no-ui is missing');
  if (paths.length === 0) throw new UsageError('missing folder path');
  return {
    server: server.replace(/\/+$/, ''),
    key,
    logFile: values.get('--log-file'),
    logType: values.get('--log-type') ?? 'text',
    tasks: Math.min(20, Math.max(1, Number(values.get('--concurrent-tasks') ?? 2))),
    stopOnError: (values.get('--on-errors') ?? 'stop') === 'stop',
    pauseJobs: values.get('--pause-immich-jobs') !== 'false',
    paths,
  };
}
