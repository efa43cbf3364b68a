/** Asks the server at the address in its argument whether it is Immich, in a process of its own, whose environment the test decides. Prints `ok` or the problem’s code. */
import { ImmichClient } from '../../src/core/immich/client/client.ts';
import { toProblem } from '../../src/core/model/problem.ts';

const client = new ImmichClient({ url: process.argv[2] ?? '', headers: {}, certificateAuthorities: [] }, 'the-key');
const outcome = await client.server.ping().then(
  () => 'ok',
  (error: unknown) => toProblem(error).code,
);
client.close();
console.log(outcome);
