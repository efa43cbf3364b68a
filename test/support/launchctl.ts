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
  /** From now on a job that is booted out needs so many looks to be gone, and so many tries fail to load it after that. */
  readonly drains: (looks: number, tries?: number) => void;
  /** The next tries to load a job fail so many times, with that code. */
  readonly refuses: (times: number, code: number) => void;
}

export function makeLaunchCtl(folder: string): LaunchCtl {
  const [program, loaded] = [join(folder, 'launchctl'), join(folder, 'loaded')];
  for (const name of ['loaded', 'draining']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(
    program,
    `#!/bin/sh
cd '${folder}' || exit 1
echo "$*" >> calls
label="\${2##*/}"
case $1 in
  print)
    left=$(cat "draining/$label" 2>/dev/null || echo none)
    if [ "$left" = 0 ]; then rm -f "draining/$label" "loaded/$label"; elif [ "$left" != none ]; then echo $((left - 1)) > "draining/$label"; fi
    [ -e "loaded/$label" ] || { echo "Could not find service \\"$label\\" in domain for user gui" >&2; exit 113; } ;;
  print-disabled) echo 'disabled services = {'; cat disabled 2>/dev/null; echo '}' ;;
  enable) grep -v ""$label"" disabled > enabled; mv enabled disabled ;;
  bootout)
    [ -e "loaded/$label" ] || exit 3
    if [ -e drains ]; then
      cp drains "draining/$label"
      echo 'Boot-out failed: 36: Operation now in progress' >&2
      exit 36
    fi
    rm "loaded/$label" ;;
  bootstrap)
    label=$(basename "$3" .plist)
    grep -q ""$label"" disabled 2>/dev/null && { echo 'Bootstrap failed: 119: Service is disabled' >&2; exit 119; }
    [ -e "draining/$label" ] && { echo 'Bootstrap failed: 37: Operation already in progress' >&2; exit 37; }
    left=$(cat refuses 2>/dev/null || echo 0)
    if [ "$left" -gt 0 ]; then
      echo $((left - 1)) > refuses
      code=$(cat code)
      echo "Bootstrap failed: $code: Input/output error" >&2
      exit "$code"
    fi
    [ -e "loaded/$label" ] && { echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }
    : > "loaded/$label" ;;
esac
`,
    { mode: 0o755 },
  );
  const refuse = (times: number, code: number) => {
    writeFileSync(join(folder, 'refuses'), String(times));
    writeFileSync(join(folder, 'code'), String(code));
  };
  return {
    program,
    calls: () =>
      existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [],
    setLoaded: (label) => writeFileSync(join(loaded, label), ''),
    drains: (looks, tries = 0) => {
      writeFileSync(join(folder, 'drains'), String(looks));
      refuse(tries, 5);
    },
    refuses: refuse,
    setDisabled: (label) => writeFileSync(join(folder, 'disabled'), `\t"${label}" => disabled\n`, { flag: 'a' }),
  };
}
