/** Users of the suite's own, made by an administrator and removed with all that is theirs. */
import { randomBytes } from 'node:crypto';
import { type Call, CallError, callsTo } from './calls.ts';

export interface Account {
  readonly userId: string;
  readonly name: string;
  /** @returns the secret of a new key with these permissions. */
  key(permissions: readonly string[]): Promise<string>;
}

export class Accounts {
  readonly #url: string;
  readonly #admin: Call;
  readonly #made: string[] = [];

  constructor(url: string, admin: Call) {
    this.#url = url;
    this.#admin = admin;
  }

  /** @param purpose what the user is for, for whoever sees it in the administration. */
  async create(purpose: string): Promise<Account> {
    const mark = randomBytes(6).toString('hex');
    const [email, password] = [`acceptance-${mark}@example.org`, randomBytes(18).toString('base64url')];
    const user = await this.#admin<{ id: string }>('POST', '/admin/users', {
      name: `Acceptance: ${purpose}`,
      email,
      password,
      shouldChangePassword: false,
    });
    this.#made.push(user.id);
    const login = await callsTo(this.#url)<{ accessToken: string }>('POST', '/auth/login', { email, password });
    const session = callsTo(this.#url, { token: login.accessToken });
    return {
      userId: user.id,
      name: purpose,
      key: async (permissions) =>
        (await session<{ secret: string }>('POST', '/api-keys', { name: 'acceptance', permissions })).secret,
    };
  }

  /** Removes every user that was made here, with their pictures. @returns what could not be removed, in words */
  async removeAll(): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const id of this.#made.splice(0)) {
      try {
        await this.#admin('DELETE', `/admin/users/${id}`, { force: true });
      } catch (error) {
        failures.push(`User ${id} is still there: ${error instanceof CallError ? error.message : String(error)}`);
      }
    }
    return failures;
  }
}
