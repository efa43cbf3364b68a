/** The stand-in must do what the real immich-go does: both upload the same folder, and their calls and their logs are compared. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadArguments } from '../../../src/core/immich/upload.ts';
import { baseEnvironment, type ChildOutcome, runChild } from '../../../src/core/tools/child.ts';
import { chooseTool } from '../../../src/core/tools/choose.ts';
import { startRecordingUpstream, type UpstreamOptions } from '../../support/recording-upstream.ts';
import { writeStandIn } from '../../support/stand-ins/write.ts';
import { realTools, whenReady } from '../../support/tools/real-tools.ts';

const tools = await realTools('immichGo');
const MOMENT = new Date('2024-03-05T10:11:12Z');
let folder: string;
let standIn: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'immich-sync-stand-in-'));
  standIn = await writeStandIn('immich-go', join(folder, 'programs'));
  const files: Record<string, string> = {
    '2024/03/IMG_1.JPG': 'a picture',
    '2024/03/IMG_1.JPG.xmp': sidecar('Sunset'),
    '2024/03/IMG_2.HEIC': 'another picture',
    '2024/03/IMG_2.HEIC.xmp': sidecar('Sunset', 'Sea'),
    '2024/03/IMG_2.mov': 'its film',
    '2024/03/IMG_2.AAE': 'adjustments',
    '2024/03/again.jpg': 'a picture',
    '2024/04/Ü “quoted” 100%.png': 'a name',
    '2025/01/1.png': 'one more',
    '2025/01/2.png': 'and another',
  };
  for (const [name, contents] of Object.entries(files)) {
    const path = join(folder, 'outbox', name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, contents);
    await utimes(path, MOMENT, MOMENT);
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** As osxphotos writes it: each namespace in a description of its own. */
function sidecar(...keywords: readonly string[]): string {
  const items = keywords.map((keyword) => `<rdf:li>${keyword}</rdf:li>`).join('');
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>${items}</rdf:Bag></dc:subject></rdf:Description>
<rdf:Description rdf:about="" xmlns:digiKam='http://www.digikam.org/ns/1.0/'><digiKam:TagsList><rdf:Seq>${items}</rdf:Seq></digiKam:TagsList></rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

interface Run {
  readonly outcome: ChildOutcome;
  readonly calls: readonly string[];
  /** The multipart forms, with the boundary named `boundary` and the fields in order of their names. */
  readonly forms: readonly string[];
  readonly log: readonly string[];
}

async function upload(program: string, intercept?: UpstreamOptions['intercept'], signal?: AbortSignal): Promise<Run> {
  const server = await startRecordingUpstream(intercept ? { intercept } : {});
  const cwd = await mkdtemp(join(folder, 'cwd-'));
  const logFile = join(cwd, 'log');
  try {
    const outcome = await runChild({
      program,
      args: uploadArguments(join(folder, 'outbox'), logFile, 1),
      env: { ...baseEnvironment(), IMMICH_GO_UPLOAD_SERVER: server.url, IMMICH_GO_UPLOAD_API_KEY: 'one-run-token' },
      cwd,
      signal,
    });
    const log = await readFile(logFile, 'utf8').catch(() => '');
    return {
      outcome,
      calls: server.requests.map(({ method, target }) => `${method} ${target}`),
      forms: server.requests.filter(({ target }) => target === '/api/assets').map(form),
      log: log.split('\n').flatMap((line) => logged(line, server.url)),
    };
  } finally {
    await server.close();
  }
}

function form({ head, headers }: { readonly head: Buffer; readonly headers: NodeJS.Dict<string | string[]> }): string {
  const boundary = /boundary=(\S+)/.exec(String(headers['content-type']))?.[1] ?? '';
  const parts = head.toString().split(`--${boundary}`).sort();
  return `${headers['x-api-key']} ${headers['x-immich-checksum']}\n${parts.join('boundary')}`;
}

/** What is logged after the connection, without times and addresses and without the closing report, which the stand-in does not write. */
function logged(line: string, url: string): readonly string[] {
  if (line === '') return [];
  const { time: _, ...entry } = JSON.parse(line) as Record<string, string>;
  const isPreface =
    /^(|immich-go version.*|Running environment:|Command: .*|Flags:|Arguments:| {2}\S.*|Connection to .*|[\w ]+(?: \([\w-]+\))?:|=+|Total Assets:.*)$/;
  return isPreface.test(entry.msg ?? '') ? [] : [JSON.stringify(entry).replaceAll(url, 'SERVER')];
}

function answer(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
  return true;
}

/** As the guard does: tags and jobs are refused. */
const asTheGuard: Intercept = (request, response) => {
  if (request.method === 'PUT')
    return answer(response, 403, { message: 'refused', error: 'Forbidden', statusCode: 403 });
  return false;
};

const sha1 = (text: string) => createHash('sha1').update(text).digest('base64');

type Intercept = NonNullable<UpstreamOptions['intercept']>;

const both = async (intercept: () => Intercept) => {
  const theirs = await upload(whenReady(tools).immichGo, intercept());
  const ours = await upload(standIn, intercept());
  return { ours, theirs };
};

describe('the stand-in for immich-go', () => {
  it('says that it is a version that this program knows', async () => {
    const { use } = await chooseTool({ tool: 'immich-go', chosen: standIn });
    expect(use).toMatchObject({ version: '0.32.0', verdict: 'tested' });
  });

  it('stops at Ctrl+C with what it is doing as an error', async () => {
    const stop = new AbortController();
    const run = await upload(
      standIn,
      (request) => {
        if (request.url !== '/api/assets') return false;
        stop.abort();
        return true;
      },
      stop.signal,
    );
    expect(run.outcome).toMatchObject({ exitCode: 1, stopped: true, killed: false });
    expect(run.log.filter((line) => line.includes('Ctrl+C received')).length).toBeGreaterThan(0);
  });

  it('does not know flags that nobody uses', async () => {
    const outcome = await runChild({
      program: standIn,
      args: ['upload', 'from-folder', '--into-album', 'Holiday', folder],
      env: baseEnvironment(),
      cwd: folder,
    });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.lastErrors[0]).toBe('Error: unknown flag: --into-album');
  });
});

describe.skipIf(!tools.ready)('the stand-in and the real immich-go (needs immich-go)', () => {
  it('make the same calls, send the same forms and write the same log', async () => {
    const { ours, theirs } = await both(() => asTheGuard);
    // The real one asks for albums and assets at the same time, and takes folders in no certain order.
    expect([...ours.calls].sort()).toEqual([...theirs.calls].sort());
    expect(ours.calls.slice(0, 4)).toEqual(theirs.calls.slice(0, 4));
    expect(ours.calls.at(-1)).toBe(theirs.calls.at(-1));
    expect([...ours.forms].sort()).toEqual([...theirs.forms].sort());
    expect([...ours.log].sort()).toEqual([...theirs.log].sort());
    expect(ours.outcome.exitCode).toBe(theirs.outcome.exitCode);
    expect(theirs.forms.length).toBe(6);
  });

  it('end in the same way when the key is refused', async () => {
    const { ours, theirs } = await both(
      () => (request, response) =>
        request.url === '/api/users/me'
          ? answer(response, 401, { message: 'Invalid API key', error: 'Unauthorized', statusCode: 401 })
          : false,
    );
    expect(ours.outcome.exitCode).toBe(theirs.outcome.exitCode);
    expect(ours.calls).toEqual(theirs.calls);
    expect(ours.log).toEqual(theirs.log);
  });

  it('count and tell a refused upload and a duplicate in the same way', async () => {
    const { ours, theirs } = await both(() => (request, response) => {
      if (request.url === '/api/tags') return answer(response, 403, { message: 'refused', statusCode: 403 });
      const checksum = request.headers['x-immich-checksum'];
      if (checksum !== sha1('one more') && checksum !== sha1('and another')) return false;
      request.resume().on('end', () => {
        if (checksum === sha1('one more')) answer(response, 500, { message: 'Internal server error', statusCode: 500 });
        else answer(response, 200, { id: 'known', status: 'duplicate' });
      });
      return true;
    });
    expect([...ours.log].sort()).toEqual([...theirs.log].sort());
    expect(ours.outcome.exitCode).toBe(1);
    expect(theirs.outcome.exitCode).toBe(1);
  });
});
