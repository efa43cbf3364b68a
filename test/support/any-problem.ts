/** A problem of a code that the test chooses as it runs, with the values of every code: for tests that are not about its sentence. */
import { makeProblem, type Problem, type ProblemCode, ProblemError } from '../../src/core/model/problem.ts';

const EVERYTHING = {
  missing: 'server',
  path: '/there',
  reason: 'a reason',
  count: 2,
  word: 'IMG_1.JPG',
  minutes: 2,
  address: 'nowhere',
  host: 'pypi.org',
  server: 'http://server',
  target: 'http://other',
  other: 'http://other',
  version: '1.2.3',
  needed: 300_000_000,
  what: 'list-albums',
  status: 500,
  service: 'Healthchecks',
  message: 'broken',
  email: 'a@example.org',
  former: 'b@example.org',
  permissions: ['asset.read'],
  app: 'Terminal',
  lost: 5,
  before: 9,
  tool: 'osxphotos',
  aside: '/aside',
  backupAt: null,
  jobs: ['job'],
  pid: 42,
  since: 0,
  days: 4,
  waitingFor: 'server',
  reasons: ['a reason'],
  name: 'Album',
  similar: ['server.url'],
  uuids: [],
  refusal: 'forged',
} as const;

type Values = Readonly<Record<string, string | number | null | readonly string[]>>;

export function anyProblem(code: ProblemCode, values: Values = {}, about: readonly string[] = []): Problem {
  return makeProblem(code, { ...EVERYTHING, ...values } as never, about);
}

export function anyProblemError(code: ProblemCode, values: Values = {}): ProblemError {
  return new ProblemError(code, { ...EVERYTHING, ...values } as never);
}
