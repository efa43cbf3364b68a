/** What the system's programs say on a Mac, as the smoke test reads it. */
import { describe, expect, it } from 'vitest';
import { readMountPoint } from '../../mac/readings/disk-image.ts';
import { readJobState } from '../../mac/readings/launchd-job.ts';
import { appProcesses } from '../../mac/readings/processes.ts';
import { ownIdleAssertions, readSleepAssertions } from '../../mac/readings/sleep-assertions.ts';

const ASSERTIONS = `2026-11-20 14:03:11 +0100 
Assertion status system-wide:
   BackgroundTask                 1
   PreventUserIdleSystemSleep     1
   PreventUserIdleDisplaySleep    0
Listed by owning process:
   pid 312(powerd): [0x0000f3ab00018a5b] 09:14:01 PreventUserIdleSystemSleep named: "Powerd - Prevent sleep while display is on" 
   pid 88(UserEventAgent): [0x0000f3ab000b8a60] 00:00:12 BackgroundTask named: "com.apple.example" 
	Details: nothing of ours
   pid 5120(caffeinate): [0x0000f3ab00019c11] 00:00:03 PreventUserIdleSystemSleep named: "caffeinate command-line tool" 
	Details: caffeinate asserting on behalf of Process ID 5110
	Localized=THE CAFFEINATE TOOL IS PREVENTING SLEEP.
   pid 4711(Immich Sync): [0x0000f3ab00019c0f] 00:00:04 NoIdleSleepAssertion named: "Electron" 
   pid 4711(Immich Sync): [0x0000f3ab00059c10] 00:00:04 PreventUserIdleDisplaySleep named: "Electron" 
No kernel assertions.
`;

describe('pmset -g assertions', () => {
  it('is read by owner', () => {
    expect(readSleepAssertions(ASSERTIONS)).toHaveLength(5);
    expect(readSleepAssertions(ASSERTIONS)[2]).toEqual({
      pid: 5120,
      program: 'caffeinate',
      kind: 'PreventUserIdleSystemSleep',
      name: 'caffeinate command-line tool',
    });
  });

  it('counts ours against idle sleep, and neither others nor those for the display', () => {
    expect(ownIdleAssertions(ASSERTIONS).map(({ program, kind }) => [program, kind])).toEqual([
      ['caffeinate', 'PreventUserIdleSystemSleep'],
      ['Immich Sync', 'NoIdleSleepAssertion'],
    ]);
    expect(ownIdleAssertions('No assertions.\n')).toEqual([]);
  });
});

describe('ps', () => {
  const PROGRAM = '/Applications/Immich Sync.app/Contents/MacOS/Immich Sync';
  const LIST = `  501 ${PROGRAM} --home=/private/tmp/home
  502 ${PROGRAM} --type=gpu-process --home=/private/tmp/home
  503 ${PROGRAM} --cli --home /private/tmp/home logs --follow
  504 ${PROGRAM} Helper --type=utility
  505 ${PROGRAM}
  506 /Volumes/Immich Sync${PROGRAM}
12345 ps -axo pid=,command=
`;

  it('shows the app’s own processes among its helpers, its commands and other copies', () => {
    expect(appProcesses(LIST, PROGRAM)).toEqual([
      { pid: 501, command: `${PROGRAM} --home=/private/tmp/home` },
      { pid: 505, command: PROGRAM },
    ]);
  });
});

describe('launchctl print', () => {
  it('names the state of the job, and not those of its endpoints', () => {
    const job = `gui/501/app.immich-sync.agent = {
	active count = 1
	path = /Users/ann/Library/LaunchAgents/app.immich-sync.agent.plist
	type = LaunchAgent
	state = not running

	endpoints = {
		"com.example" = {
			state = running
		}
	}
}
`;
    expect(readJobState(job)).toBe('not running');
    expect(readJobState('Bad request.\nCould not find service "x" in domain for user gui: 501\n')).toBeNull();
  });
});

describe('hdiutil attach -plist', () => {
  const answer = (entities: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>system-entities</key><array>${entities}</array></dict></plist>`;
  const scheme = '<dict><key>content-hint</key><string>GUID_partition_scheme</string></dict>';

  it('names the mount point of the one part that has one', () => {
    const mounted = '<dict><key>mount-point</key><string>/Volumes/Immich Sync 0.1.0</string></dict>';
    expect(readMountPoint(answer(scheme + mounted))).toBe('/Volumes/Immich Sync 0.1.0');
    expect(() => readMountPoint(answer(scheme))).toThrow('no mount point');
  });
});
