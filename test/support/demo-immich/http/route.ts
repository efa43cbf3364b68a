import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ApiVersion } from '../api-version.ts';
import type { Background } from '../media/background.ts';
import type { JobQueue } from '../media/job-queue.ts';
import type { PermissionName } from '../permissions.ts';
import type { ApiKeyRecord, UserRecord } from '../records.ts';
import type { State } from '../state.ts';
import { validationFailed } from './api-error.ts';
import type { Deprecation, Deprecations } from './deprecations.ts';
import type { Fault } from './faults.ts';
import type { Reply } from './reply.ts';
import { readJson, validate } from './request-body.ts';

/** What the server is made of, for every route. */
export interface ServerParts {
  readonly state: State;
  readonly jobs: JobQueue;
  readonly background: Background;
  readonly deprecations: Deprecations;
  readonly apiVersion: ApiVersion;
  readonly version: string;
  /** Where the photos' bytes go. */
  readonly folder: string;
}

export interface PublicContext extends ServerParts {
  readonly request: IncomingMessage;
  readonly body: NodeJS.ReadableStream;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly fault: Fault | null;
}

export interface KeyContext extends PublicContext {
  readonly key: ApiKeyRecord;
  readonly user: UserRecord;
}

interface RouteBase {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api`; `:name` stands for one segment. */
  readonly path: string;
  /** Only in this version of the API; in both if not given. */
  readonly apiVersion?: ApiVersion;
  /** Only from this version on; always if not given. */
  readonly since?: string;
  /** As the description of the server says; nothing here depends on it. */
  readonly deprecated?: Deprecation;
}

export type Route =
  | (RouteBase & {
      readonly permission: 'none';
      readonly handle: (context: PublicContext) => Reply | Promise<Reply>;
    })
  | (RouteBase & {
      /** `any-key` asks for a valid key and no more. */
      readonly permission: PermissionName | 'any-key';
      /** Real server: only an administrator's key passes, whatever its permissions. */
      readonly admin?: boolean;
      readonly handle: (context: KeyContext) => Reply | Promise<Reply>;
    });

/** Keys must be fields of the SDK's request type, so that a mistyped name does not compile. */
export type ShapeOf<Dto> = { readonly [Key in keyof Dto]?: z.ZodType };

export const uuid = z.uuidv4();

/** A path's id. @throws ApiError 400 when it is no UUID, as the real server. */
export function idOf(context: PublicContext, name = 'id'): string {
  const result = uuid.safeParse(context.params[name]);
  if (!result.success) throw validationFailed(result.error.issues.map((issue) => ({ ...issue, path: [name] })));
  return result.data;
}

/** The body, read and checked. @throws ApiError */
export async function bodyOf<Schema extends z.ZodType>(
  context: PublicContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  return validate(schema, await readJson(context.body));
}

/** A query's `true` or `false`; undefined when it is not given. @throws ApiError 400 for anything else. */
export function booleanQuery(context: PublicContext, name: string): boolean | undefined {
  const value = context.query.get(name);
  if (value === null) return undefined;
  return validate(z.object({ [name]: z.enum(['true', 'false']) }), { [name]: value })[name] === 'true';
}

/** The values of `:name` segments when the path fits, else null. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const [expected, actual] = [pattern.split('/'), path.split('/')];
  if (expected.length !== actual.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = actual[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}
