/**
 * Keeps files apart that immich-go would take for one another. Within one invocation it remembers what it has uploaded, and a later file
 * of the same name whose date lies within five seconds counts as the same picture: a smaller one is not sent at all, one of the same size
 * is logged as "server has duplicate" without being sent, and a bigger one is sent to *replace* the first (copy and delete, which the
 * guard refuses). Observed with 0.32.0 when the first file's sidecar has an `exif:DateTimeOriginal` in UTC; source: `app/upload/advice.go`.
 */

/** The comparison is `-5 s <= difference < 5 s`; a second more allows for dates that were rounded on the way. */
const APART = 6_000;

export interface WaveFile {
  /** The name without folders, letter by letter as immich-go compares it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/**
 * Splits a batch into the fewest invocations in which no two files can be confused. Nearly every batch is one wave. Keeps the order.
 */
export function splitIntoWaves<File extends WaveFile>(files: readonly File[]): File[][] {
  const waveOf = new Map<File, number>();
  for (const namesakes of Map.groupBy(files, (file) => file.name).values()) {
    // Files of one name are points in time that must not share a wave when close: going from early to late and taking the first free
    // wave needs no more waves than there are files within one span.
    const latest: number[] = [];
    for (const file of namesakes.toSorted((one, other) => one.modifiedAt - other.modifiedAt)) {
      const free = latest.findIndex((time) => file.modifiedAt - time >= APART);
      const wave = free === -1 ? latest.length : free;
      latest[wave] = file.modifiedAt;
      waveOf.set(file, wave);
    }
  }
  const waves: File[][] = [];
  for (const file of files) {
    const wave = waveOf.get(file) ?? 0;
    while (waves.length <= wave) waves.push([]);
    waves[wave]?.push(file);
  }
  return waves;
}
