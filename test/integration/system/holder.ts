/** Holds the computer awake until it is killed. */
import { caffeinate } from '../../../src/core/system/wakefulness.ts';

const [program = ''] = process.argv.slice(2);
caffeinate(program).hold();
setInterval(() => {}, 1e6);
