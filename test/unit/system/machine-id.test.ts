import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readMachineId } from '../../../src/core/system/machine-id.ts';

/** As `ioreg -rd1 -c IOPlatformExpertDevice` prints it. */
const registry = (
  uuid: string,
) => `+-o J293AP  <class IOPlatformExpertDevice, id 0x100000110, registered, matched, active>
    {
      "IOPlatformSerialNumber" = "C02ABCDEFGHJ"
      "IOPlatformUUID" = "${uuid}"
      "manufacturer" = <"Apple Inc.">
    }
`;
const mac = (answer: string | null) =>
  readMachineId('darwin', async (program, args) => {
    expect([program, ...args]).toEqual(['/usr/sbin/ioreg', '-rd1', '-c', 'IOPlatformExpertDevice']);
    return answer;
  });
const UUID = '9F3C1B7A-5D2E-5A41-8C0B-1E6F7A8B9C0D';

it('is the hardware’s on a Mac, and does not show it', async () => {
  const id = await mac(registry(UUID));
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await mac(registry(UUID.toLowerCase()))).toBe(id);
  expect(await mac(registry('00000000-5D2E-5A41-8C0B-1E6F7A8B9C0D'))).not.toBe(id);
  expect(UUID.toLowerCase()).not.toContain(id.slice(0, 8));
});

it('is there even when the system does not tell', async () => {
  expect(await mac(null)).toMatch(/^[0-9a-f]{32}$/);
  expect(await mac('')).toBe(await mac(null));
});

it('is that of machine-id(5) on Linux', async () => {
  const root = await mkdtemp(join(tmpdir(), 'immich-sync-machine-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const id = () => readMachineId('linux', async () => null, root);
  const without = await id();
  await mkdir(join(root, 'etc'));
  await writeFile(join(root, 'etc/machine-id'), 'uninitialized\n');
  expect(await id()).toBe(without);
  await writeFile(join(root, 'etc/machine-id'), '3d1219c7c4c5404aaa1f6d2a48adfda4\n');
  expect(await id()).not.toBe(without);
  expect(await id()).not.toContain('3d1219c7');
});
