/**
 * A process that has a library's database open and writes into it as Photos does: `library-writer.ts DATABASE MODE`. It says `ready` once the
 * database is in the state that its mode is named after, and lives until its standard input ends.
 */
import { utimesSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';

const [path = '', mode] = process.argv.slice(2);
const database = new DatabaseSync(path);
database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
let goesOn = true;
process.stdin.on('end', () => {
  goesOn = false;
});
process.stdin.resume();

/** In two tables at once: a copy that has only one of them is torn. */
function write(number: number): void {
  database.exec(`BEGIN IMMEDIATE;
    UPDATE ZASSET SET ZFAVORITE = ${number};
    UPDATE ZADDITIONALASSETATTRIBUTES SET ZTITLE = ${number};
    COMMIT`);
}

if (mode === 'locked') database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; BEGIN EXCLUSIVE');
// What it wrote is only in the log.
if (mode === 'unmerged') write(1);
console.log('ready');
if (mode === 'restless') {
  const look = database.prepare('UPDATE ZASSET SET Z_OPT = Z_OPT + 1 WHERE Z_PK = (SELECT min(Z_PK) FROM ZASSET)');
  for (let count = 1; goesOn; count += 1) {
    look.run();
    if (count % 100 === 0) await setImmediate();
  }
}
if (mode === 'timeless') {
  // As on a file system that counts time in steps: no write can be told from the last by the size or the time of a file.
  const still = new Date('2026-01-02T03:04:05Z');
  for (let number = 1; goesOn; number += 1) {
    database.exec('PRAGMA wal_checkpoint(RESTART)');
    write(number % 10);
    for (const file of [path, `${path}-wal`]) utimesSync(file, still, still);
    await setTimeout(5);
  }
}
if (mode === 'checkpointing') {
  for (let number = 1; goesOn; number += 1) {
    write(number);
    // Now and then a pause that is long enough for a copy; the log is merged into the database at any moment of it.
    await setTimeout(number % 3);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    await setTimeout(number % 5 === 0 ? 30 : number % 2);
  }
}
