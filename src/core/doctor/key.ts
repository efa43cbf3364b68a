import { judgePermissions } from '../immich/permissions.ts';
import { ProblemError } from '../model/problem.ts';
import { because } from '../model/reasons.ts';
import type { Check } from './check.ts';

export const keyCheck: Check = {
  id: 'key',
  look: async (engine, signal) => {
    const { url } = engine.settings.read().server;
    const key = await engine.secrets.read();
    if (key === null) throw new ProblemError('not-set-up', { missing: 'key' });
    if (url === null) throw new ProblemError('not-set-up', { missing: 'server' });
    // Where a sync would show it, if it may.
    const { server } = await engine.server.settings(signal);
    const { email, permissions } = await engine.server.test(server.url, key, signal);
    const lacks = judgePermissions(permissions).lacks.map(({ name }) => name);
    return {
      found: [lacks.length === 0 ? because('key-may-all', { email }) : because('key-may-enough', { email, lacks })],
    };
  },
};
