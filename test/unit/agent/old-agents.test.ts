/** Jobs of launchd that still run the old script are told from those that do not. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchControl } from '../../../src/core/agent/launch-control.ts';
import { findOldAgents } from '../../../src/core/agent/old-agents.ts';
import { writePropertyList } from '../../../src/core/agent/property-list.ts';
import { type Paths, pathsFor } from '../../../src/core/settings/paths.ts';
import { makeLaunchCtl } from '../../support/launchctl.ts';

let home: string;
let paths: Paths;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'immich-sync-agents-'));
  paths = pathsFor({ home, platform: 'darwin', environment: {} });
  folder = join(home, 'Library', 'LaunchAgents');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rm(home, { recursive: true }));

const PIPELINE = `#!/bin/bash -e
source ~/.config/immich-sync/config
osxphotos export ~/Pictures/immich-sync --update --sidecar XMP
immich-go upload from-folder --server "$IMMICH_URL" ~/Pictures/immich-sync
`;

function addScript(name: string, text: string): string {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

const addJob = (label: string, command: readonly string[], more: object = {}) =>
  writeFileSync(
    join(folder, `${label}.plist`),
    writePropertyList({ Label: label, ProgramArguments: command, ...more }),
  );

const labels = async () => (await findOldAgents(paths, null)).map(({ label }) => label);

describe('a job that runs the old script', () => {
  it('is found by its usual name, with the commands that end it', async () => {
    addJob('org.nixos.immich-sync', ['/bin/sh', '-c', '/bin/wait4path /nix/store && exec /nix/store/x-immich-sync']);
    const user = process.getuid?.();
    expect(await findOldAgents(paths, null)).toEqual([
      {
        label: 'org.nixos.immich-sync',
        file: join(folder, 'org.nixos.immich-sync.plist'),
        commands: [
          `launchctl bootout gui/${user}/org.nixos.immich-sync`,
          `launchctl disable gui/${user}/org.nixos.immich-sync`,
        ],
      },
    ]);
  });

  it('is found by what it runs: a pipeline, a script, a script behind a wrapper, a script that is gone', async () => {
    addJob('me.pipeline', ['/bin/zsh', '-lc', 'osxphotos export /p --update && immich-go upload from-folder /p']);
    addJob('me.script', ['/bin/bash', addScript('photos.sh', PIPELINE)]);
    const wrapper = addScript(
      'wrapper',
      `#! /bin/bash -e\nexport PATH='/opt/bin'\nexec "${addScript('.wrapped', PIPELINE)}" "$@"\n`,
    );
    addJob('me.wrapper', ['/bin/sh', '-c', `/bin/wait4path / && exec ${wrapper}`]);
    addJob('me.gone', [join(home, 'bin', 'immich-sync')]);
    writeFileSync(
      join(folder, 'me.program.plist'),
      writePropertyList({ Label: 'me.program', Program: join(home, 'photos.sh') }),
    );
    expect((await labels()).toSorted()).toEqual(['me.gone', 'me.pipeline', 'me.program', 'me.script', 'me.wrapper']);
  });

  it('is over when it is neither loaded nor loaded again', async () => {
    addJob('org.nixos.immich-sync', ['/bin/true']);
    const ctl = makeLaunchCtl(join(home, 'ctl'));
    const control = launchControl(ctl.program);
    ctl.setLoaded('org.nixos.immich-sync');
    expect(await findOldAgents(paths, control)).toHaveLength(1);
    await control.unload('org.nixos.immich-sync');
    expect(await findOldAgents(paths, control)).toHaveLength(1);
    ctl.setDisabled('org.nixos.immich-sync');
    expect(await findOldAgents(paths, control)).toEqual([]);
  });

  it('is found when it is loaded and its file is gone', async () => {
    const ctl = makeLaunchCtl(join(home, 'ctl'));
    ctl.setLoaded('org.nixos.immich-sync');
    expect(await findOldAgents(paths, launchControl(ctl.program))).toMatchObject([
      { label: 'org.nixos.immich-sync', file: null },
    ]);
  });
});

describe('another job', () => {
  it('is left alone', async () => {
    addJob('app.immich-sync.agent', [
      '/Applications/Immich Sync.app/Contents/MacOS/Immich Sync',
      '--cli',
      'sync',
      '--scheduled',
    ]);
    addJob('me.new', [addScript('immich-sync', '#!/bin/sh\nexec "$here/../MacOS/Immich Sync" --cli "$@"\n'), 'sync']);
    addJob('me.export', ['/opt/homebrew/bin/osxphotos', 'export', '/Volumes/Backup']);
    addJob('me.off', ['/bin/bash', addScript('photos.sh', PIPELINE)], { Disabled: true });
    addJob('me.loop', [addScript('loop', `#!/bin/sh\nexec ${join(home, 'loop')}\n`)]);
    writeFileSync(join(folder, 'broken.plist'), '<?xml version="1.0"?><plist><dict><key>Label');
    writeFileSync(join(folder, 'binary.plist'), 'bplist00\0\0\0');
    writeFileSync(join(folder, 'strange.plist'), writePropertyList({ Label: 'x', ProgramArguments: [1, 2] as never }));
    mkdirSync(join(folder, 'folder.plist'));
    expect(await labels()).toEqual([]);
  });

  it.each([
    [
      "/bin/wait4path /nix/store && exec '/Applications/Immich Sync.app/Contents/Resources/immich-sync' sync --scheduled",
    ],
    ['/bin/wait4path /nix/store && exec /nix/store/x-immich-sync-1.2.3/bin/immich-sync sync --scheduled'],
    ['/usr/bin/open -g -j "/Applications/Immich Sync.app"'],
  ])('is left alone under the script’s own name: %s', async (command) => {
    addJob('org.nixos.immich-sync', ['/bin/sh', '-c', command]);
    expect(await labels()).toEqual([]);
  });

  it('is looked for where there are no jobs at all', async () => {
    await rm(join(home, 'Library'), { recursive: true });
    expect(await labels()).toEqual([]);
  });
});
