import { describe, expect, it } from 'vitest';
import { candidatePaths } from '../../../src/core/tools/find.ts';

const env = { HOME: '/Users/anna', PATH: '/usr/bin:bin:/opt/tools' };

describe('candidatePaths', () => {
  it('looks at our own folder, then PATH, then the usual places', () => {
    const paths = candidatePaths({ tool: 'osxphotos', privateFolder: '/Users/anna/Tools', env });
    expect(paths.map(({ by, path }) => `${by} ${path}`)).toEqual([
      'private /Users/anna/Tools/osxphotos/bin/osxphotos',
      'path /usr/bin/osxphotos',
      'path /opt/tools/osxphotos',
      'homebrew /opt/homebrew/bin/osxphotos',
      'usr-local /usr/local/bin/osxphotos',
      'go /usr/local/go/bin/osxphotos',
      'uv /Users/anna/.local/share/uv/tools/osxphotos/bin/osxphotos',
      'pipx /Users/anna/.local/share/pipx/venvs/osxphotos/bin/osxphotos',
      'pipx /Users/anna/.local/pipx/venvs/osxphotos/bin/osxphotos',
      'local-bin /Users/anna/.local/bin/osxphotos',
      'local-bin /Users/anna/bin/osxphotos',
    ]);
  });

  it('finds what `go install` made', () => {
    const paths = candidatePaths({ tool: 'immich-go', env: { ...env, GOBIN: '/gobin', GOPATH: '/go:/more' } });
    expect(paths.filter(({ by }) => by === 'go').map(({ path }) => path)).toEqual([
      '/usr/local/go/bin/immich-go',
      '/gobin/immich-go',
      '/go/bin/immich-go',
      '/Users/anna/go/bin/immich-go',
    ]);
  });

  it('takes a chosen path as a choice, not as a hint', () => {
    const chosen = '/Applications/Tools/immich-go';
    expect(candidatePaths({ tool: 'immich-go', chosen, env })).toEqual([{ path: chosen, by: 'settings' }]);
  });

  it.each([null, ''])('looks everywhere when the setting is %j', (chosen) => {
    expect(candidatePaths({ tool: 'immich-go', chosen, env }).length).toBeGreaterThan(3);
  });
});
