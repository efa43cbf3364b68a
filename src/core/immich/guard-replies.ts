/** What the uploader is told. */
import type * as http from 'node:http';
import { tell } from '../model/problem.ts';
import type { Trouble } from './guard-answers.ts';
import type { ForwardAnswer, ForwardFailure } from './guard-forward.ts';

export function reply(
  response: http.ServerResponse,
  result:
    | Pick<ForwardAnswer, 'kind' | 'status' | 'contentType' | 'body'>
    | (Trouble & { kind: 'failure' })
    | ForwardFailure,
) {
  if (result.kind === 'answer') return send(response, result.status, result.contentType, result.body);
  send(response, 502, 'application/json', errorBody(502, 'Bad Gateway', tell(result.message)));
}

export function refuse(request: http.IncomingMessage, response: http.ServerResponse): void {
  request.resume();
  response.setHeader('connection', 'close');
  send(response, 403, 'application/json', errorBody(403, 'Forbidden', 'Immich Sync does not let this through'));
}

/** The form in which immich-go understands errors of both server generations (`immich/error.go`). */
function errorBody(statusCode: number, error: string, message: string): string {
  return JSON.stringify({ message, error, statusCode });
}

export function send(response: http.ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
