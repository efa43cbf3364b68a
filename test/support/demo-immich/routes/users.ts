import { ApiError } from '../http/api-error.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { apiKeyReply, myUserReply, userReply } from '../replies/user.ts';

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/me', permission: 'user.read', handle: ({ user }) => json(myUserReply(user)) },
  {
    method: 'GET',
    path: '/users',
    permission: 'user.read',
    handle: ({ state }) => json([...state.users.values()].map(userReply)),
  },
  // Real server: works with any key and lists its permissions.
  { method: 'GET', path: '/api-keys/me', permission: 'any-key', handle: ({ key }) => json(apiKeyReply(key)) },
  {
    method: 'POST',
    path: '/sync/stream',
    permission: 'any-key',
    handle: () => {
      throw new ApiError(403, 'Sync endpoints cannot be used with API keys');
    },
  },
];
