/** How quickly files went up in the last minutes, as a line. Pure. */

export interface SpeedSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Bytes per second. */
  readonly speed: number;
}

/** Milliseconds that the graph shows. */
export const SHOWN = 5 * 60_000;

/** The samples with a new one, without those that are too old. A speed that is not known is none. */
export function withSample(samples: readonly SpeedSample[], at: number, speed: number | null): readonly SpeedSample[] {
  const recent = samples.filter((sample) => sample.at > at - SHOWN);
  return speed === null || recent.at(-1)?.at === at ? recent : [...recent, { at, speed }];
}

/**
 * Points of an SVG polyline, the present at the right edge, the highest speed at the top.
 * @returns null while there is no line to draw: “at most 0 bytes/s” would say nothing
 */
export function speedLine(samples: readonly SpeedSample[], now: number, width: number, height: number): string | null {
  const most = Math.max(0, ...samples.map(({ speed }) => speed));
  if (samples.length < 2 || most === 0) return null;
  return samples
    .map(({ at, speed }) => {
      const x = width * (1 - (now - at) / SHOWN);
      return `${x.toFixed(1)},${(height * (1 - speed / most)).toFixed(1)}`;
    })
    .join(' ');
}
