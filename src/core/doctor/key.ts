import { judgePermissions } from '../immich/permissions.ts';
import { ProblemError } from '../model/problem.ts';
import type { Check } from './check.ts';

export const keyCheck: Check = {
  id: 'key',
  name: 'API key',
  look: async (engine, signal) => {
    const { url } = engine.settings.read().server;
    const key = await engine.secrets.read();
    if (key === null) throw new ProblemError('not-set-up', { missing: 'key' });
    if (url === null) throw new ProblemError('not-set-up', { missing: 'server' });
    const { email, permissions } = await engine.server.test(url, key, signal);
    const lacks = judgePermissions(permissions).lacks.map((permission) => permission.meaning);
    const words = `It is ${email}’s and may do everything that is needed`;
    return lacks.length === 0 ? `${words}.` : `${words}; it may not ${lacks.join(', ')}.`;
  },
};
