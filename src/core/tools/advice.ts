/** What a person types to install a tool, for `doctor` and the setup assistant. */

import type { ToolName } from '../model/tools.ts';
import { KNOWN_VERSIONS } from './tested-versions.ts';

export interface InstallAdvice {
  /** For example `With Homebrew`. */
  readonly title: string;
  /** To be copied into a terminal; null when there is only the address to go to. */
  readonly command: string | null;
  readonly address: string;
}

const OSXPHOTOS = 'https://github.com/RhetTbull/osxphotos#installation';
const IMMICH_GO = `https://github.com/simulot/immich-go/releases/tag/v${KNOWN_VERSIONS['immich-go'].pinned}`;

/** The ways to install a tool by hand on this kind of machine, the one to recommend first. */
export function installAdvice(tool: ToolName, platform: NodeJS.Platform): readonly InstallAdvice[] {
  const onMac = platform === 'darwin';
  if (tool === 'osxphotos') {
    const version = KNOWN_VERSIONS.osxphotos.pinned;
    return [
      // A plain Python installation shares this program's permissions, the ready-made executable does not.
      { title: 'With uv', command: `uv tool install --python 3.13 osxphotos==${version}`, address: OSXPHOTOS },
      ...(onMac
        ? [{ title: 'With Homebrew', command: 'brew install rhettbull/osxphotos/osxphotos', address: OSXPHOTOS }]
        : []),
      { title: 'With pipx', command: `pipx install osxphotos==${version}`, address: OSXPHOTOS },
    ];
  }
  const version = KNOWN_VERSIONS['immich-go'].pinned;
  return [
    ...(onMac ? [{ title: 'With Homebrew', command: 'brew install immich-go', address: IMMICH_GO }] : []),
    { title: 'With Go', command: `go install github.com/simulot/immich-go@v${version}`, address: IMMICH_GO },
    { title: 'As a download', command: null, address: IMMICH_GO },
  ];
}
