import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import type { ApiVersion } from '../api-version.ts';
import { classValidatorMessage } from './class-validator.ts';

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

/**
 * Real server: v3 answers `{message, errors?}` and keeps the correlation id in a header; v2 answers
 * `{message, error, statusCode, correlationId}`, where a failed validation's message is a list.
 */
export function errorBody(
  error: ApiError,
  apiVersion: ApiVersion,
): { body: Record<string, unknown>; correlationId: string } {
  const correlationId = randomUUID().slice(0, 8);
  if (apiVersion === 'v3') {
    const body: Record<string, unknown> = { message: error.message };
    if (error.issues.length > 0) body.errors = error.issues;
    return { body, correlationId };
  }
  const message = error.issues.length > 0 ? classValidatorMessage(error.issues) : error.message;
  return {
    body: { message, error: STATUS_CODES[error.status] ?? 'Error', statusCode: error.status, correlationId },
    correlationId,
  };
}
