/**
 * `npm run release:dry`: goes through .github/workflows/release.yml as for the tag of package.json's version, runs each step that needs neither a Mac
 * nor GitHub, and says of the others why they are not run. Apple's programs and gh are stand-ins, which answer as the real ones do when all is well;
 * GitHub is a folder. Ends with 1 when a step fails. `--pull-request` does it as for a pull request, `--undated` as if what
 * CHANGELOG.md has under Unreleased were the version's; `--keep` leaves the folder and says where it is.
 *
 * It works in a folder of its own, in which the project's files are links.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import manifest from '../../app/package.json' with { type: 'json' };
import { REPOSITORY } from '../../src/core/model/project.ts';
import { datedChangelog } from './changelog.ts';
import { type Contexts, evaluate, fillIn } from './expressions.ts';

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

const PROJECT = resolve(import.meta.dirname, '../..');
const STAND_INS = join(PROJECT, 'test', 'support', 'release-tools');

const IMAGE = `dist/immich-sync-${manifest.version}-arm64.dmg`;
const STAND_IN_PACKAGE = `npm run --silent package -- --stand-in --output dist && echo image >${IMAGE} && ln -s mac-arm64 ${IMAGE}.contents`;

/** Commands that cannot be run here: why, and what is run instead. */
const NOT_HERE: Readonly<Record<string, { readonly why: string; readonly instead?: string }>> = {
  'git merge-base --is-ancestor HEAD origin/main': { why: 'asks GitHub’s clone' },
  'npm ci': { why: 'has been done here' },
  'npx --no-install install-electron': { why: 'fetches Electron from GitHub' },
  'npm run --silent package': { why: 'needs a Mac', instead: STAND_IN_PACKAGE },
  'npm run --silent package -- --sign': { why: 'needs a Mac and the certificate', instead: STAND_IN_PACKAGE },
  'sudo spctl --global-enable': { why: 'needs a Mac' },
  'npm run --silent smoke -- --dist dist': { why: 'needs a Mac' },
};

const { values } = parseArgs({
  options: {
    'pull-request': { type: 'boolean', default: false },
    undated: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const workflow = parse(readFileSync(join(PROJECT, '.github/workflows/release.yml'), 'utf8')) as {
  readonly jobs: Readonly<Record<string, Job>>;
};
const folder = mkdtempSync(join(tmpdir(), 'immich-sync-release-'));
const counts = { run: 0, instead: 0, left: 0 };
/** What jobs leave for those after them. */
const needs: Record<string, unknown> = {};

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  if (values.keep) console.log(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

function main(): void {
  const commands = Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run.trim()));
  const unknown = Object.keys(NOT_HERE).filter((command) => !commands.includes(command));
  if (unknown.length > 0)
    throw new Error(`The workflow has no step “${unknown[0]}” any more (scripts/release/dry-run.ts).`);
  const event = values['pull-request'] ? 'pull_request' : 'push';
  const github = {
    event_name: event,
    ref_name: `v${manifest.version}`,
    ref: `refs/tags/v${manifest.version}`,
    repository_owner: REPOSITORY.owner,
    token: 'token',
  };
  const secrets = new Proxy({}, { get: (_, name) => `secret ${String(name)}` });
  mkdirSync(join(folder, 'github'));
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const contexts = { github, secrets, needs, runner: { temp: folder } };
    if (job.if !== undefined && !evaluate(job.if, contexts)) continue;
    console.log(`\n${job.name}`);
    if (job.uses !== undefined) leave(job.uses, 'another workflow');
    else needs[id] = { outputs: runJob(id, job, contexts) };
  }
  console.log(
    `\n${counts.run} steps run, ${counts.instead} with a stand-in, ${counts.left} left to GitHub and macOS. Nothing was published.`,
  );
}

/** @returns the job's outputs */
function runJob(id: string, job: Job, contexts: Contexts): Readonly<Record<string, string>> {
  // Each job begins with a clone of its own.
  const workspace = join(folder, 'jobs', id);
  mkdirSync(workspace, { recursive: true });
  for (const name of readdirSync(PROJECT)) if (name !== 'dist') symlinkSync(join(PROJECT, name), join(workspace, name));
  if (values.undated) dateChangelog(join(workspace, 'CHANGELOG.md'));
  const steps: Record<string, unknown> = {};
  for (const step of job.steps ?? []) {
    const known = { ...contexts, steps };
    if (step.if !== undefined && !evaluate(step.if, known)) continue;
    const outputs = step.uses === undefined ? runStep(step, workspace, known) : useAction(step, workspace, known);
    if (step.id !== undefined) steps[step.id] = { outputs };
  }
  const all = Object.entries(job.outputs ?? {});
  return Object.fromEntries(all.map(([name, text]) => [name, fillIn(text, { ...contexts, steps })]));
}

function dateChangelog(file: string): void {
  const dated = datedChangelog(readFileSync(file, 'utf8'), manifest.version, new Date().toISOString().slice(0, 10));
  rmSync(file);
  writeFileSync(file, dated);
}

/** @returns the step's outputs. @throws {Error} when it fails */
function runStep(step: Step, workspace: string, contexts: Contexts): Readonly<Record<string, string>> {
  const command = (step.run ?? '').trim();
  const name = step.name ?? command;
  const other = NOT_HERE[command];
  if (other !== undefined && other.instead === undefined) {
    leave(name, other.why);
    return {};
  }
  const outputFile = join(folder, 'outputs');
  writeFileSync(outputFile, '');
  const env = Object.entries(step.env ?? {}).map(([key, value]) => [key, fillIn(String(value), contexts)]);
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', other?.instead ?? command], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: [STAND_INS, process.env.PATH].join(delimiter),
      IMMICH_SYNC_MAC_TOOLS: STAND_INS,
      STAND_IN_GITHUB: join(folder, 'github'),
      GITHUB_OUTPUT: outputFile,
      GITHUB_REPOSITORY: `${REPOSITORY.owner}/${REPOSITORY.name}`,
      RUNNER_TEMP: folder,
      ...Object.fromEntries(env),
    },
  });
  if (status !== 0) throw new Error(`  ✗ ${name}\n\n${stdout}${stderr}\nThis step failed (${status}).`);
  if (other === undefined) counts.run += 1;
  else counts.instead += 1;
  console.log(`  ✓ ${name}${other === undefined ? '' : ` (a stand-in: ${other.why})`}`);
  for (const line of lastLines(stdout)) console.log(`      ${line}`);
  const outputs = readFileSync(outputFile, 'utf8').trim().split('\n').filter(Boolean);
  return Object.fromEntries(outputs.map((line) => line.split(/=(.*)/s) as [string, string]));
}

/** Files go from job to job through a folder; other actions are GitHub's. */
function useAction(step: Step, workspace: string, contexts: Contexts): Readonly<Record<string, string>> {
  const [action = ''] = (step.uses ?? '').split('@');
  const { name = '', path = '' } = step.with ?? {};
  const artifact = join(folder, 'artifacts', name);
  if (action === 'actions/upload-artifact') {
    mkdirSync(artifact, { recursive: true });
    const patterns = path
      .trim()
      .split('\n')
      .map((pattern) => pattern.replace(/\/$/, '/*'));
    const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: workspace }));
    if (files.length === 0) throw new Error(`  ✗ ${action}: nothing is at ${path}`);
    for (const file of files) copyFileSync(join(workspace, file), join(artifact, basename(file)));
    done(
      `${name}: ${files
        .map((file) => basename(file))
        .sort()
        .join(', ')}`,
    );
  } else if (action === 'actions/download-artifact') {
    mkdirSync(join(workspace, path), { recursive: true });
    for (const file of readdirSync(artifact)) copyFileSync(join(artifact, file), join(workspace, path, file));
    done(`${name} into ${path}`);
  } else {
    const inputs = Object.entries(step.with ?? {}).map(([key, value]) => `${key}: ${fillIn(String(value), contexts)}`);
    leave(step.name ?? action, [action, ...(action === 'actions/attest' ? inputs : [])].join(', '));
  }
  return {};
}

function done(text: string): void {
  counts.run += 1;
  console.log(`  ✓ ${text}`);
}

function leave(name: string, why: string): void {
  counts.left += 1;
  console.log(`  – ${name}: not here (${why})`);
}

function lastLines(text: string): readonly string[] {
  return text.trim().split('\n').filter(Boolean).slice(-1);
}
