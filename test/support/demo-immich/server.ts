import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSince } from './api-version.ts';
import { ApiError } from './http/api-error.ts';
import type { Fault, Faults } from './http/faults.ts';
import type { Hooks } from './http/hooks.ts';
import { html, json, type Reply } from './http/reply.ts';
import { bodyStream } from './http/request-body.ts';
import type { RequestLog } from './http/request-log.ts';
import { matchPath, type PublicContext, type Route, type ServerParts } from './http/route.ts';
import { type Exchange, refusal, send, strikeBefore } from './http/send.ts';
import { thumbnail } from './media/thumbnail.ts';
import { page } from './page.ts';
import { isGranted } from './permissions.ts';
import type { ApiKeyRecord, UserRecord } from './records.ts';
import { ROUTES } from './routes/index.ts';

export interface HttpParts extends ServerParts {
  readonly faults: Faults;
  readonly hooks: Hooks;
  readonly requests: RequestLog;
}

/**
 * Who calls, by the token of a session or by a key. Real server: no credentials give 401 "Authentication required", an unknown key 401 "Invalid API key".
 * @throws ApiError
 */
function authenticate(context: PublicContext): { key: ApiKeyRecord; user: UserRecord } {
  const token = /^Bearer (.+)$/i.exec(context.request.headers.authorization ?? '')?.[1];
  const session = token === undefined ? undefined : context.state.sessions.get(token);
  if (token !== undefined && !session) throw new ApiError(401, 'Invalid user token');
  const sent = session?.secret ?? context.request.headers['x-api-key'] ?? context.query.get('apiKey');
  if (typeof sent !== 'string' || sent === '') throw new ApiError(401, 'Authentication required');
  const key = session ?? context.state.keys.get(sent);
  const user = key && context.state.users.get(key.userId);
  if (!key || !user) throw new ApiError(401, 'Invalid API key');
  return { key, user };
}

/** Real server: an administrator's route refuses others before it looks at permissions. @throws ApiError 403 */
function authorize(route: Exclude<Route, { permission: 'none' }>, key: ApiKeyRecord, user: UserRecord): void {
  if (route.admin && !user.isAdmin) throw new ApiError(403, 'Forbidden');
  if (route.permission !== 'any-key' && !isGranted(key.permissions, route.permission)) {
    throw new ApiError(403, `Missing required permission: ${route.permission}`);
  }
}

const isOffered = ({ apiVersion, since }: Route, server: ServerParts) =>
  (apiVersion === undefined || apiVersion === server.apiVersion) &&
  (since === undefined || isSince(server.version, since));

/** An API call. Real server: an unknown path is 404 `Cannot GET /api/…`, key or no key. */
async function answerApi(context: Omit<PublicContext, 'params'>, path: string): Promise<Reply> {
  const method = context.request.method ?? 'GET';
  for (const route of ROUTES) {
    if (route.method !== method || !isOffered(route, context)) continue;
    const params = matchPath(route.path, path);
    if (!params) continue;
    const { deprecated } = route;
    if (deprecated && isSince(context.version, deprecated.since)) {
      context.deprecations.record(`${method} ${route.path}`, deprecated);
    }
    if (route.permission === 'none') return route.handle({ ...context, params });
    const { key, user } = authenticate({ ...context, params });
    authorize(route, key, user);
    return route.handle({ ...context, params, key, user });
  }
  throw new ApiError(404, `Cannot ${method} /api${path}`);
}

/** Everything outside `/api`. Real server: its web app, with status 200 for whatever path a browser asks. */
async function answerWeb(parts: ServerParts, method: string, path: string): Promise<Reply> {
  if (method !== 'GET') throw new ApiError(404, `Cannot ${method} ${path}`);
  if (path === '/.well-known/immich') return json({ api: { endpoint: '/api' } });
  const picture = matchPath('/demo/thumbnail/:id', path);
  if (!picture) return html(page(parts.state, parts.version));
  const asset = parts.state.assets.get(picture.id ?? '');
  if (!asset || asset.visibility === 'locked') throw new ApiError(404, 'Not Found');
  return { kind: 'bytes', status: 200, ...(await thumbnail(asset, 320)) };
}

/** `/api/assets?x=1` as path and query. A trailing slash means nothing to the real server's router. */
function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const [path = '/', search = ''] = url.split('?', 2);
  return { path: path.length > 1 ? path.replace(/\/+$/, '') : path, query: new URLSearchParams(search) };
}

async function work(parts: HttpParts, exchange: Exchange, fault: Fault | null): Promise<Reply> {
  const { request, signal } = exchange;
  const { path, query } = splitUrl(request.url ?? '/');
  if (!path.startsWith('/api/')) return answerWeb(parts, request.method ?? 'GET', path);
  const body = bodyStream(request, fault, signal);
  return answerApi({ ...parts, request, body, query, fault }, path.slice('/api'.length));
}

async function serve(parts: HttpParts, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const { path } = splitUrl(request.url ?? '/');
  parts.requests.record(request, response, path);
  const fault = parts.faults.take(request.method ?? 'GET', path);
  // A caller that breaks off is no error of ours.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  await parts.hooks.run(request.method ?? 'GET', path);
  const instead = await strikeBefore(fault, exchange, parts.apiVersion);
  if (instead === 'broken') return;
  if (instead) {
    await send(instead, null, exchange);
    return;
  }
  const reply = await work(parts, exchange, fault).catch((error: unknown) => refusal(error, parts.apiVersion));
  parts.jobs.tick();
  await send(reply, fault, exchange);
}

/** Starts listening on loopback. */
export async function listen(
  parts: HttpParts,
  port: number,
): Promise<{ server: Server; port: number; close: () => Promise<void> }> {
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    serve(parts, { request, response, signal: stopping.signal }).catch(() => {
      // Only a broken connection or the server's end comes here: there is nobody to answer.
      response.destroy();
    });
  });
  // Longer than a client's pauses in a test, or a connection closes just when it is used again.
  server.keepAliveTimeout = 60_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = async () => {
    stopping.abort();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { server, port: (server.address() as AddressInfo).port, close };
}
