/**
 * `node scripts/release/notarise.ts FILE…`: has Apple's notary look at disk images, and staples its ticket to them. (electron-builder does so for
 * the app itself.) APPLE_API_KEY is the file of the key, APPLE_API_KEY_ID and APPLE_API_ISSUER say whose it is.
 *
 * https://developer.apple.com/documentation/security/customizing-the-notarization-workflow
 */
import { basename } from 'node:path';
import { ask, lastLine, succeed } from './mac-tools.ts';
import { endWithSentence } from './sentence.ts';

await endWithSentence(async () => {
  const files = process.argv.slice(2);
  if (files.length === 0) throw new Error('Name a disk image.');
  for (const file of files) {
    await submit(file);
    await succeed('xcrun', 'stapler', 'staple', file);
    console.log(`${basename(file)} is notarised, and has its ticket.`);
  }
});

async function submit(file: string): Promise<void> {
  const key = [
    '--key',
    needed('APPLE_API_KEY'),
    '--key-id',
    needed('APPLE_API_KEY_ID'),
    '--issuer',
    needed('APPLE_API_ISSUER'),
  ];
  const answer = await ask('xcrun', 'notarytool', 'submit', ...key, '--wait', '--output-format', 'json', file);
  const { id, status } = read(answer.stdout);
  if (status === 'Accepted') return;
  if (id === undefined)
    throw new Error(
      `Apple’s notary did not take ${basename(file)}: ${lastLine(answer.stderr) || lastLine(answer.stdout)}`,
    );
  const log = await ask('xcrun', 'notarytool', 'log', ...key, id);
  throw new Error(`Apple’s notary refuses ${basename(file)} (${status}):\n${log.stdout.trim()}`);
}

function read(json: string): { readonly id?: string; readonly status?: string } {
  try {
    return JSON.parse(json) as { readonly id?: string; readonly status?: string };
  } catch {
    return {};
  }
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: without it nothing can be notarised.`);
  return value;
}
