/** `node scripts/provision.ts [--json]`: provides the tools that the tests and the demo use, and says which they are. */
import { describeTools, provisionTools } from '../test/support/tools/provision.ts';

const asJson = process.argv.includes('--json');
const tools = await provisionTools(asJson ? {} : { onLine: (line) => console.log(line) });
if (asJson) console.log(JSON.stringify(tools, null, 2));
else for (const line of describeTools(tools)) console.log(line);
