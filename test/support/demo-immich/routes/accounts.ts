import type {
  ApiKeyCreateDto,
  ApiKeyCreateResponseDto,
  LoginCredentialDto,
  LoginResponseDto,
  SignUpDto,
  UserAdminCreateDto,
  UserAdminDeleteDto,
} from '@immich/sdk';
import { z } from 'zod';
import type { Plain } from '../api-version.ts';
import { ApiError, badRequest } from '../http/api-error.ts';
import { json } from '../http/reply.ts';
import { bodyOf, idOf, type KeyContext, type PublicContext, type Route, type ShapeOf } from '../http/route.ts';
import type { PermissionName } from '../permissions.ts';
import { apiKeyReply, myUserReply } from '../replies/user.ts';

/** Users that an administrator makes and removes, their login and their keys. */

const newUser = z.object({
  name: z.string().min(1),
  email: z.email(),
  password: z.string().min(1),
  isAdmin: z.boolean().optional(),
  quotaSizeInBytes: z.int().min(0).nullable().optional(),
} satisfies ShapeOf<UserAdminCreateDto>);

async function createUser(context: KeyContext) {
  const { name, email, password, isAdmin = false, quotaSizeInBytes = null } = await bodyOf(context, newUser);
  const isTaken = [...context.state.users.values()].some((user) => user.email === email);
  // Real server: the same text whatever it is that stands in the way.
  if (isTaken) throw badRequest('User exists');
  return json(myUserReply(context.state.addUser({ name, email, password, isAdmin, quota: quotaSizeInBytes })), 201);
}

/** Real server: without `force` the user can be brought back for some days; here they only disappear, so that is refused. */
async function deleteUser(context: KeyContext) {
  const { state, user: caller } = context;
  const { force } = await bodyOf(
    context,
    z.object({ force: z.boolean().optional() } satisfies ShapeOf<UserAdminDeleteDto>),
  );
  const user = state.users.get(idOf(context));
  if (!user) throw badRequest('User not found');
  if (user.id === caller.id) throw new ApiError(403, 'Cannot delete your own account');
  if (force !== true) throw new ApiError(501, 'demo-immich removes users for good only');
  const reply = myUserReply(user);
  // Real server: the assets go in the background.
  context.jobs.add(() => state.deleteUser(user));
  return json({ ...reply, status: 'removing', deletedAt: new Date().toISOString() });
}

/** Real server: the first user signs up and is the administrator; nobody else can. */
async function signUp(context: PublicContext) {
  const { name, email, password } = await bodyOf(
    context,
    z.object({ name: z.string(), email: z.email(), password: z.string() } satisfies ShapeOf<SignUpDto>),
  );
  if ([...context.state.users.values()].some(({ isAdmin }) => isAdmin))
    throw badRequest('The server already has an admin');
  return json(myUserReply(context.state.addUser({ name, email, password, isAdmin: true, quota: null })), 201);
}

async function login(context: PublicContext) {
  const { email, password } = await bodyOf(
    context,
    z.object({ email: z.string(), password: z.string() } satisfies ShapeOf<LoginCredentialDto>),
  );
  const user = [...context.state.users.values()].find((candidate) => candidate.email === email);
  if (!user || user.password !== password) throw new ApiError(401, 'Incorrect email or password');
  const reply: Plain<LoginResponseDto> = {
    accessToken: context.state.addSession(user.id),
    userId: user.id,
    userEmail: user.email,
    name: user.name,
    isAdmin: user.isAdmin,
    profileImagePath: '',
    shouldChangePassword: false,
    isOnboarded: true,
  };
  return json(reply, 201);
}

const newKey = z.object({
  name: z.string().optional(),
  permissions: z.array(z.string()).min(1),
} satisfies ShapeOf<ApiKeyCreateDto>);

/** Real server: a key gives away no more than it may itself. */
async function createKey(context: KeyContext) {
  const { name = 'API Key', permissions } = await bodyOf(context, newKey);
  const granted = permissions as readonly PermissionName[];
  if (!context.key.permissions.includes('all') && !granted.every((name) => context.key.permissions.includes(name)))
    throw badRequest('Cannot grant permissions you do not have');
  const key = context.state.addKey({ userId: context.user.id, name, permissions: granted, secret: undefined });
  const reply: Plain<ApiKeyCreateResponseDto> = { ...apiKeyReply(key), secret: key.secret, apiKey: apiKeyReply(key) };
  return json(reply, 201);
}

export const accountRoutes: readonly Route[] = [
  { method: 'POST', path: '/auth/admin-sign-up', permission: 'none', handle: signUp },
  { method: 'POST', path: '/auth/login', permission: 'none', handle: login },
  { method: 'POST', path: '/api-keys', permission: 'apiKey.create', handle: createKey },
  { method: 'POST', path: '/admin/users', permission: 'adminUser.create', admin: true, handle: createUser },
  { method: 'DELETE', path: '/admin/users/:id', permission: 'adminUser.delete', admin: true, handle: deleteUser },
];
