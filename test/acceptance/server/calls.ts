/** The few HTTP calls of the acceptance suite. They share nothing with the client of the app: what judges must not be what is judged. */

/** A server's refusal. */
export class CallError extends Error {
  readonly status: number;

  constructor(what: string, status: number, text: string) {
    super(`${what}: ${status} ${text.slice(0, 500)}`);
    this.status = status;
  }
}

/** Who calls: an API key, or the access token of a login. */
export type Credentials = { readonly key: string } | { readonly token: string };

export type Call = <Answer = unknown>(method: string, path: string, body?: unknown) => Promise<Answer>;

/**
 * @param url of the server, without `/api`
 * @returns a function that throws {@link CallError} for every status but 2xx and answers the JSON, null where there is none.
 */
export function callsTo(url: string, credentials?: Credentials): Call {
  const who: Record<string, string> =
    credentials === undefined
      ? {}
      : 'key' in credentials
        ? { 'x-api-key': credentials.key }
        : { authorization: `Bearer ${credentials.token}` };
  return async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...who,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new CallError(`${method} ${path}`, response.status, text);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  };
}
