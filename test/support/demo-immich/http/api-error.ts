import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import type { Manner } from '../manner.ts';

/** An answer that refuses: the real server's status and sentence. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly issues: readonly z.core.$ZodIssue[];

  constructor(status: number, message: string, issues: readonly z.core.$ZodIssue[] = []) {
    super(message);
    this.status = status;
    this.issues = issues;
  }
}

export const badRequest = (message: string) => new ApiError(400, message);

/** Real server: one sentence for "does not exist" and "is not yours", so that ids cannot be guessed. */
export const noAccess = (permission: string) => new ApiError(400, `Not found or no ${permission} access`);

/** Real server: locked photos open only to a session with a PIN, never to an API key. */
export const elevationNeeded = () => new ApiError(401, 'Elevated permission is required');

export const validationFailed = (issues: readonly z.core.$ZodIssue[]) => new ApiError(400, 'Validation failed', issues);

/** class-validator's sentences, as a v2 server lists them. */
function legacySentences(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'invalid_format':
      return [issue.format === 'uuid' ? `${path} must be a UUID` : `${path} must be a ${issue.format}`];
    case 'invalid_value':
      return [`${path} must be one of the following values: ${issue.values.map(String).join(', ')}`];
    default:
      return [`${path || 'body'}: ${issue.message}`];
  }
}

/**
 * Real server: v3 answers `{message, errors?}` and keeps the correlation id in a header; v2 answers
 * `{message, error, statusCode, correlationId}`, where a failed validation's message is a list.
 */
export function errorBody(error: ApiError, manner: Manner): { body: Record<string, unknown>; correlationId: string } {
  const correlationId = randomUUID().slice(0, 8);
  if (manner === 'v3') {
    const body: Record<string, unknown> = { message: error.message };
    if (error.issues.length > 0) body.errors = error.issues;
    return { body, correlationId };
  }
  const message = error.issues.length > 0 ? error.issues.flatMap(legacySentences) : error.message;
  return {
    body: { message, error: STATUS_CODES[error.status] ?? 'Error', statusCode: error.status, correlationId },
    correlationId,
  };
}
