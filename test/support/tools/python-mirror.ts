/**
 * A mirror of uv's Pythons on loopback, for machines that can reach package registries and nothing else: a list with one entry
 * (`UV_PYTHON_DOWNLOADS_JSON_URL`) and an archive in the form of python-build-standalone's `install_only` ones, made from a Python of this
 * machine.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PythonMirror {
  /** For `UV_PYTHON_DOWNLOADS_JSON_URL`. */
  readonly list: string;
  /** The one Python that it has, for example `3.13`. */
  readonly python: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

interface MachinePython {
  readonly version: readonly [major: number, minor: number, patch: number];
  readonly executable: string;
  readonly library: string;
  readonly shared: string | null;
}

/** What is needed to run and is not for tests, windows or compilers; a tenth of what a full installation holds. */
const LEFT_OUT =
  /\/(?:test|tests|idlelib|tkinter|turtledemo|lib2to3|site-packages|dist-packages|__pycache__|config-[^/]*)$/;

/** @param folder an empty one for its files */
export async function startPythonMirror(folder: string, python: string): Promise<PythonMirror> {
  const machine = await ask(python);
  const [major, minor, patch] = machine.version;
  const root = join(folder, 'python');
  const name = `python${major}.${minor}`;
  await mkdir(join(root, 'bin'), { recursive: true });
  await cp(machine.executable, join(root, 'bin', name));
  for (const link of ['python3', 'python']) await symlink(name, join(root, 'bin', link));
  await cp(machine.library, join(root, 'lib', name), {
    recursive: true,
    dereference: true,
    filter: (path) => !LEFT_OUT.test(path),
  });
  if (machine.shared !== null) await cp(machine.shared, join(root, 'lib', basename(machine.shared)));
  const archive = join(folder, 'python.tar.gz');
  await run('tar', ['-czf', archive, '-C', folder, 'python']);
  const sha256 = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');

  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/list.json') response.end(list());
    else if (request.url === '/python.tar.gz') createReadStream(archive).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const family = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const system = process.platform === 'darwin' ? { os: 'macos', libc: 'none' } : { os: 'linux', libc: 'gnu' };
  const list = () =>
    JSON.stringify({
      [`cpython-${major}.${minor}.${patch}-${system.os}-${family}-${system.libc}`]: {
        name: 'cpython',
        arch: { family, variant: null },
        ...system,
        major,
        minor,
        patch,
        prerelease: '',
        url: `${address}/python.tar.gz`,
        sha256,
        variant: null,
        build: null,
      },
    });
  return {
    list: `${address}/list.json`,
    python: `${major}.${minor}`,
    asked,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function ask(python: string): Promise<MachinePython> {
  const script = join(import.meta.dirname, '../../python/programs/describe_python.py');
  const { stdout } = await run(python, ['-I', script]);
  return JSON.parse(stdout) as MachinePython;
}
