/** Draws lines over logarithmic axes as SVG, by hand: a benchmark needs no library for it. Pure. */

export interface Plot {
  readonly title: string;
  readonly series: readonly {
    readonly name: string;
    /** Both above zero. */
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

const [WIDTH, HEIGHT] = [860, 420];
const EDGE = { left: 70, right: 270, top: 40, bottom: 40 };
const COLOURS = ['#3366cc', '#dc3912', '#109618', '#990099', '#ff9900', '#0099c6', '#dd4477', '#555555'];

export function drawPlot({ title, series }: Plot): string {
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
    ...yAxis.ticks.map((tick) => label(EDGE.left - 8, yAxis.at(tick) + 4, 'end', `${tick} s`)),
  ];
  const lines = series.map(({ name, points: own }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = own.map(({ x, y }) => `${xAxis.at(x).toFixed(1)},${yAxis.at(y).toFixed(1)}`).join(' ');
    const row = EDGE.top + 12 + index * 22;
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<rect x="${WIDTH - EDGE.right + 20}" y="${row - 9}" width="12" height="12" fill="${colour}"/>`,
      label(WIDTH - EDGE.right + 40, row + 1, 'start', name),
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${label(EDGE.left, 22, 'start', title)}
${[...grid, ...lines].join('\n')}
</svg>
`;
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
