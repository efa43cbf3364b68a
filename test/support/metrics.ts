/**
 * Reads Prometheus' text format, and finds what `promtool check metrics` would: https://prometheus.io/docs/instrumenting/exposition_formats/,
 * https://prometheus.io/docs/practices/naming/.
 */
export interface Metrics {
  /** By name and labels, as they are written. */
  readonly values: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"`;
const SAMPLE = new RegExp(
  String.raw`^(${NAME})(\{(?:${LABEL}(?:,${LABEL})*)?\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]Inf)$`,
);
const OTHER_UNITS = /_(?:milliseconds|ms|minutes|hours|days|kilobytes|megabytes|kb|mb|percent)(?:_|$)/;

export function readMetrics(text: string): Metrics {
  const faults: string[] = [];
  const values: Record<string, number> = {};
  const helped = new Set<string>();
  const typed = new Set<string>();
  const closed = new Set<string>();
  let group: string | null = null;
  const enter = (name: string) => {
    if (group === name) return;
    if (group !== null) closed.add(group);
    if (closed.has(name)) faults.push(`${name}: not in one group`);
    group = name;
  };
  if (!text.endsWith('\n')) faults.push('it does not end with a line end');
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, comment, about = ''] = /^# (HELP|TYPE) (\S+) \S/.exec(line) ?? [];
    if (comment !== undefined) {
      enter(about);
      const seen = comment === 'HELP' ? helped : typed;
      if (seen.has(about)) faults.push(`${about}: ${comment} twice`);
      seen.add(about);
      continue;
    }
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) {
      faults.push(`unreadable: ${line}`);
      continue;
    }
    enter(name);
    if (!helped.has(name)) faults.push(`${name}: no HELP before it`);
    if (!typed.has(name)) faults.push(`${name}: no TYPE before it`);
    if (name.endsWith('_total')) faults.push(`${name}: _total is for counters`);
    if (OTHER_UNITS.test(name)) faults.push(`${name}: not in a base unit`);
    if (`${name}${labels}` in values) faults.push(`${name}${labels}: twice`);
    values[`${name}${labels}`] = Number(value);
  }
  return { values, faults };
}
