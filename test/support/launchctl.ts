/** A small program that answers like launchctl(1) in what we use of it, and keeps its state in a folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LaunchCtl {
  /** Absolute. */
  readonly program: string;
  /** Each call's arguments. */
  readonly calls: () => readonly string[];
  readonly setLoaded: (label: string) => void;
  readonly setDisabled: (label: string) => void;
}

export function makeLaunchCtl(folder: string): LaunchCtl {
  const [program, loaded] = [join(folder, 'launchctl'), join(folder, 'loaded')];
  mkdirSync(loaded, { recursive: true });
  writeFileSync(
    program,
    `#!/bin/sh
cd '${folder}' || exit 1
echo "$*" >> calls
label="\${2##*/}"
case $1 in
  print) [ -e "loaded/$label" ] || { echo "Could not find service \\"$label\\" in domain for user gui" >&2; exit 113; } ;;
  print-disabled) echo 'disabled services = {'; cat disabled 2>/dev/null; echo '}' ;;
  bootout) rm "loaded/$label" || exit 3 ;;
  bootstrap)
    label=$(basename "$3" .plist)
    [ -e "loaded/$label" ] && { echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }
    : > "loaded/$label" ;;
esac
`,
    { mode: 0o755 },
  );
  return {
    program,
    calls: () =>
      existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [],
    setLoaded: (label) => writeFileSync(join(loaded, label), ''),
    setDisabled: (label) => writeFileSync(join(folder, 'disabled'), `\t"${label}" => disabled\n`, { flag: 'a' }),
  };
}
