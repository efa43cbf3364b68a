/** Draws lines over logarithmic axes as SVG, by hand: a benchmark needs no library for it. Pure. */

export interface Plot {
  readonly title: string;
  /** Behind the numbers of the upright axis. */
  readonly unit: string;
  readonly series: readonly {
    readonly name: string;
    /** Lines of the same number look the same in all plots; null is a guide behind the others. */
    readonly style: number | null;
    /** Both above zero. */
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const [WIDTH, HEIGHT] = [920, 480];
const EDGE = { left: 70, right: 330, top: 40, bottom: 40 };
const COLOURS = ['#3366cc', '#dc3912', '#109618', '#990099', '#ff9900', '#0099c6', '#dd4477', '#555555'];
const GUIDE = '#cccccc';
/** Lines that share a colour differ in this. */
const DASHES = ['', '6 3', '2 3'];

/** One plot below the other. */
export function drawPlot(plots: readonly Plot[]): string {
  const drawn = plots.map((plot, index) => `<g transform="translate(0 ${index * HEIGHT})">\n${onePlot(plot)}\n</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT * plots.length}" font-family="system-ui, sans-serif" font-size="12">
<title>${plots.map(({ title }) => title).join('; ')}</title>
<rect width="${WIDTH}" height="${HEIGHT * plots.length}" fill="#ffffff"/>
${drawn.join('\n')}
</svg>
`;
}

function onePlot({ title, unit, series }: Plot): string {
  const points = series.flatMap((line) => line.points);
  const xAxis = axis(
    points.map(({ x }) => x),
    EDGE.left,
    WIDTH - EDGE.right,
  );
  const yAxis = axis(
    points.map(({ y }) => y),
    HEIGHT - EDGE.bottom,
    EDGE.top,
  );
  const grid = [
    ...xAxis.ticks.map((tick) => gridLine(xAxis.at(tick), EDGE.top, xAxis.at(tick), HEIGHT - EDGE.bottom)),
    ...xAxis.ticks.map((tick) => label(xAxis.at(tick), HEIGHT - EDGE.bottom + 18, 'middle', tick.toLocaleString('en'))),
    ...yAxis.ticks.map((tick) => gridLine(EDGE.left, yAxis.at(tick), WIDTH - EDGE.right, yAxis.at(tick))),
    ...yAxis.ticks.map((tick) =>
      label(EDGE.left - 8, yAxis.at(tick) + 4, 'end', `${tick.toLocaleString('en')} ${unit}`),
    ),
  ];
  const lines = series.map(({ name, style, points: own }, index) => {
    const colour = style === null ? GUIDE : COLOURS[style % COLOURS.length];
    const dashes = style === null ? '' : DASHES[Math.floor(style / COLOURS.length) % DASHES.length];
    const path = own.map(({ x, y }) => `${xAxis.at(x).toFixed(1)},${yAxis.at(y).toFixed(1)}`).join(' ');
    const row = EDGE.top + 12 + index * 20;
    const [left, right] = [WIDTH - EDGE.right + 16, WIDTH - EDGE.right + 44];
    const stroke = `fill="none" stroke="${colour}" stroke-width="${style === null ? 6 : 2}" stroke-dasharray="${dashes}"`;
    return [
      `<polyline points="${path}" ${stroke}/>`,
      `<polyline points="${left},${row - 3} ${right},${row - 3}" ${stroke}/>`,
      label(right + 8, row + 1, 'start', name),
    ].join('');
  });
  return [label(EDGE.left, 22, 'start', title), ...grid, ...lines].join('\n');
}

function axis(values: readonly number[], from: number, to: number) {
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const span = Math.max(1, high - low);
  return {
    ticks: Array.from({ length: span + 1 }, (_, step) => Number((10 ** (low + step)).toPrecision(1))),
    at: (value: number) => from + ((Math.log10(value) - low) / span) * (to - from),
  };
}

function gridLine(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#dddddd"/>`;
}

function label(x: number, y: number, anchor: 'start' | 'middle' | 'end', text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="#333333">${safe}</text>`;
}
