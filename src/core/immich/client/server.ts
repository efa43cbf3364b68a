/** What the server tells of itself, to everybody. */

import { z } from 'zod';
import { ProblemError } from '../../model/problem.ts';
import { because } from '../../model/reasons.ts';
import { isTransientStatus, TransientFault } from '../../patience.ts';
import { AnswerUnreasonable } from '../answer-reader.ts';
import { isProxyAnswer, whyBarred } from './barred.ts';
import { type Http, keyed, type ServerVersion } from './http.ts';
import { parseJson, refusal, waitOf } from './refusal.ts';

const pong = z.object({ res: z.literal('pong') });
const maintenance = z.object({ maintenanceMode: z.literal(true) });
/** A row for each version that the server has run, the newest first; ids are random. */
const versionHistory = z.array(z.object({ id: z.string().min(1).max(100), createdAt: z.string() })).min(1);
const mediaTypes = z.object({ image: z.array(z.string()), video: z.array(z.string()) });

export class Server {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Asks without the key whether Immich is there at all, so that the key is never shown to anything else. */
  ping(): Promise<void> {
    const what = 'ping';
    return this.#http.repeat(what, async () => {
      const answer = await this.#http
        .send({ method: 'GET', path: '/server/ping', isKeyed: false })
        .catch((error: unknown) => {
          if (!(error instanceof AnswerUnreasonable)) throw error;
          throw new ProblemError('server-not-immich', { server: this.#http.url, reason: error.reason });
        });
      if (answer.status === 401 || answer.status === 403) {
        // Immich answers this question to everybody.
        throw new ProblemError('server-login-page', { server: this.#http.url, reason: whyBarred(answer) });
      }
      if (answer.status === 400 && /SSL certificate/i.test(answer.text)) {
        // nginx: "No required SSL certificate was sent", "The SSL certificate error".
        const reason = because(/No required/i.test(answer.text) ? 'wants-certificate' : 'refuses-certificate');
        throw new ProblemError('client-certificate-needed', { server: this.#http.url, reason });
      }
      if (answer.status === 404 && (await this.#isInMaintenance())) {
        const reason = because('maintenance');
        throw new TransientFault('server-unreachable', { server: this.#http.url, reason });
      }
      if (answer.status === 400 && /HTTP request[^<]*HTTPS/i.test(answer.text)) {
        const reason = because('https-there');
        throw new ProblemError('server-not-immich', { server: this.#http.url, reason });
      }
      if (isProxyAnswer(answer.status)) {
        // It is there, but Immich behind it is not: it restarts, or is being updated.
        const reason = because('proxy-says', { status: answer.status });
        throw new TransientFault('server-unreachable', { server: this.#http.url, reason }, waitOf(answer));
      }
      if (isTransientStatus(answer.status)) throw refusal(answer, what);
      if (!pong.safeParse(parseJson(answer.text)).success) {
        if (/<input[^>]+type=["']?password/i.test(answer.text)) {
          const reason = because('login-page-there');
          throw new ProblemError('server-login-page', { server: this.#http.url, reason });
        }
        const reason = because('status', { status: answer.status });
        throw new ProblemError('server-not-immich', { server: this.#http.url, reason });
      }
    });
  }

  /**
   * In maintenance mode (Immich 2.3 and newer: while a backup is restored, for example) only a few questions are answered, and `ping` is none of
   * them (server/src/maintenance/maintenance-worker.controller.ts).
   */
  async #isInMaintenance(): Promise<boolean> {
    const answer = await this.#http.send({ method: 'GET', path: '/server/config', isKeyed: false });
    return maintenance.safeParse(parseJson(answer.text)).success;
  }

  /** As it is now; which forms of calls are used follows from it. */
  version(): Promise<ServerVersion> {
    return this.#http.version();
  }

  /**
   * What tells one installation of Immich from another, asked without the key: the id of the first row in the history of its updates, which Immich has
   * had since 1.117 (server/src/services/version.service.ts).
   * @returns null where it is not told, by a proxy that lets other questions alone through, for example
   */
  installation(): Promise<string | null> {
    const what = 'tell-version';
    return this.#http.repeat(what, async () => {
      const answer = await this.#http.send({ method: 'GET', path: '/server/version-history', isKeyed: false });
      if (isTransientStatus(answer.status)) throw refusal(answer, what);
      const rows = versionHistory.safeParse(parseJson(answer.text));
      if (answer.status !== 200 || !rows.success) return null;
      return rows.data.reduce((oldest, row) => (row.createdAt < oldest.createdAt ? row : oldest)).id;
    });
  }

  /** The endings of the files that it takes, small letters, with their dots. Needs no permission. */
  async takenEndings(): Promise<ReadonlySet<string>> {
    const { image, video } = await this.#http.call(mediaTypes, 'list-file-types', keyed('GET', '/server/media-types'));
    return new Set([...image, ...video].map((ending) => ending.toLowerCase()));
  }
}
