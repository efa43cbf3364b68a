/** `immich-sync diagnostics`: what somebody who helps needs to know, without names. */
import { resolve } from 'node:path';
import { collectDiagnostics } from '../../../core/diagnostics/collect.ts';
import { diagnosticsName, saveDiagnostics } from '../../../core/diagnostics/save.ts';
import type { ExitCode } from '../../../core/model/problem.ts';
import { commandStrings } from '../../../shared/command-strings.ts';
import { readOwnWords } from '../../own-words.ts';
import { type CommandContext, printJson } from '../command.ts';
import { bytes } from '../output.ts';

/** @param file to make; one named by the day in this folder if not given */
export async function diagnostics(
  { engine, terminal, json, signal, version }: CommandContext,
  file: string | undefined,
  { show = false }: { readonly show?: boolean },
): Promise<ExitCode> {
  const at = new Date();
  const files = await collectDiagnostics(engine, { version, words: readOwnWords(), signal });
  if (show) {
    if (json) printJson(terminal, { files });
    else for (const { name, text } of files) terminal.print(`--- ${name}\n${text}`);
    return 0;
  }
  const path = resolve(file ?? diagnosticsName(at));
  await saveDiagnostics(path, files, { at, mayReplace: false });
  const sizes = files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) }));
  if (json) printJson(terminal, { file: path, files: sizes });
  else {
    for (const { name, bytes: size } of sizes) terminal.print(`  ${name.padEnd(14)}  ${bytes(size)}`);
    terminal.print(commandStrings.setUp.diagnostics.saved({ file: path }));
  }
  return 0;
}
