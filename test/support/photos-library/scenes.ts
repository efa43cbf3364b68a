import type { Random } from './random.ts';

/** Scenes are drawn on a canvas of this size and scaled to what is asked for. */
export const CANVAS = { width: 1280, height: 960 } as const;

/** Draws what lies between `<svg>` and `</svg>`. `moment` runs from 0 to 1 through a movie. */
type Scene = (random: Random, moment: number) => string;

const full = 'width="1280" height="960"';

function sky(id: string, ...colours: readonly string[]): string {
  const stops = colours
    .map((colour, index) => `<stop offset="${index / (colours.length - 1)}" stop-color="${colour}"/>`)
    .join('');
  return `<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops}</linearGradient></defs><rect ${full} fill="url(#${id})"/>`;
}

function glow(x: number, y: number, radius: number, colour: string): string {
  const rings = [3.2, 2.3, 1.6].map(
    (factor) => `<circle cx="${x}" cy="${y}" r="${radius * factor}" fill="${colour}" opacity="0.14"/>`,
  );
  return `${rings.join('')}<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`;
}

/** A line of hills as one filled shape down to the lower edge. */
function ridge(random: Random, base: number, height: number, step: number, colour: string, smooth: boolean): string {
  const points: [number, number][] = [];
  for (let x = -step; x <= 1280 + 2 * step; x += step) points.push([x, base - random.next() * height]);
  const line = points.map(([x, y], index) => {
    if (index === 0) return `M${x} ${y.toFixed(0)}`;
    const before = points[index - 1]?.[1] ?? y;
    return smooth
      ? `C${x - step / 2} ${before.toFixed(0)} ${x - step / 2} ${y.toFixed(0)} ${x} ${y.toFixed(0)}`
      : `L${x} ${y.toFixed(0)}`;
  });
  return `<path d="${line.join(' ')} V960 H-400 Z" fill="${colour}"/>`;
}

function cloud(x: number, y: number, size: number, colour = '#ffffff', opacity = 0.75): string {
  return `<g fill="${colour}" opacity="${opacity}"><ellipse cx="${x}" cy="${y}" rx="${size}" ry="${size * 0.32}"/><ellipse cx="${x - size * 0.4}" cy="${y - size * 0.2}" rx="${size * 0.42}" ry="${size * 0.32}"/><ellipse cx="${x + size * 0.25}" cy="${y - size * 0.3}" rx="${size * 0.5}" ry="${size * 0.4}"/></g>`;
}

function fir(x: number, y: number, height: number, colour: string): string {
  const half = height * 0.24;
  return [0, 0.27, 0.52]
    .map((from) => {
      const top = y - height * (1 - from);
      const width = half * (0.5 + from);
      return `<path d="M${x} ${top} L${x + width} ${top + height * 0.48} H${x - width} Z" fill="${colour}"/>`;
    })
    .join('');
}

function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}

const sunsetSea: Scene = (random, moment) => {
  const sun = 300 + random.integer(0, 680);
  const height = 500 + moment * 90;
  const ripples = repeat(16, (index) => {
    const y = 625 + index * 21;
    const width = 30 + random.integer(0, 130) + index * 6;
    return `<rect x="${sun - width / 2 + random.integer(-40, 40) + moment * 24}" y="${y}" width="${width}" height="5" rx="2.5" fill="#ffe0a3" opacity="${0.75 - index * 0.035}"/>`;
  });
  return `${sky('a', '#3b2a6b', '#b8487a', '#ff8a5c', '#ffcf7d')}${glow(sun, height, 86, '#fff0b8')}<rect y="600" width="1280" height="360" fill="#40366f"/><rect y="600" width="1280" height="120" fill="#8e4a77" opacity="0.5"/>${ripples}${cloud(random.integer(150, 500) + moment * 30, 190, 150, '#ffb9a0', 0.45)}${cloud(random.integer(750, 1100) + moment * 22, 300, 110, '#ffb9a0', 0.35)}`;
};

const mountainLake: Scene = (random, moment) =>
  `${sky('a', '#5aa9e6', '#a9d6f5', '#eaf6fb')}${cloud(260 + moment * 80, 170, 130)}${cloud(930 + moment * 60, 120, 170)}${ridge(random, 520, 250, 170, '#7a8fb0', false)}${ridge(random, 590, 180, 120, '#56708f', false)}${ridge(random, 640, 60, 90, '#2f5d50', true)}<rect y="640" width="1280" height="320" fill="#3f86a8"/><rect y="640" width="1280" height="130" fill="#6fb3cb" opacity="0.6"/>${repeat(14, (index) => `<rect x="${random.integer(0, 1180)}" y="${670 + index * 20}" width="${random.integer(50, 190)}" height="4" rx="2" fill="#d8f0f7" opacity="0.5"/>`)}${repeat(7, () => fir(random.integer(0, 1280), 985, random.integer(140, 300), '#1f4438'))}`;

const hills: Scene = (random, moment) => {
  const tree = random.integer(300, 950);
  return `${sky('a', '#74c0fc', '#d0ebff', '#fff9db')}${glow(1040 - moment * 120, 190, 64, '#fff3bf')}${cloud(320 + moment * 100, 210, 140)}${ridge(random, 620, 110, 320, '#a9d86e', true)}${ridge(random, 720, 100, 260, '#7fbf4d', true)}${ridge(random, 840, 90, 300, '#5a9e3a', true)}<rect x="${tree - 13}" y="560" width="26" height="190" rx="10" fill="#6d4c33"/><circle cx="${tree}" cy="520" r="110" fill="#3f8f46"/><circle cx="${tree - 78}" cy="560" r="72" fill="#4aa052"/><circle cx="${tree + 76}" cy="548" r="78" fill="#37823f"/>`;
};

const cityNight: Scene = (random, moment) => {
  const stars = repeat(
    60,
    () =>
      `<circle cx="${random.integer(0, 1280)}" cy="${random.integer(0, 430)}" r="${1 + random.next() * 2}" fill="#fff" opacity="${0.4 + random.next() * 0.6}"/>`,
  );
  const skyline = (base: number, colour: string, windows: string): string => {
    let drawn = '';
    for (let x = -20; x < 1280; ) {
      const width = random.integer(70, 150);
      const height = random.integer(160, 470);
      drawn += `<rect x="${x}" y="${base - height}" width="${width}" height="${height + 300}" fill="${colour}"/>`;
      for (let floor = base - height + 24; floor < base - 10; floor += 42) {
        for (let window = x + 14; window < x + width - 18; window += 30) {
          if (random.next() < 0.42)
            drawn += `<rect x="${window}" y="${floor}" width="14" height="20" fill="${windows}" opacity="${0.5 + random.next() * 0.5}"/>`;
        }
      }
      x += width + random.integer(2, 22);
    }
    return drawn;
  };
  return `${sky('a', '#0b1437', '#1f2f6b', '#5b4b8a', '#d17b88')}${stars}${glow(1010 - moment * 60, 170, 52, '#f8f0d8')}${skyline(760, '#27305f', '#f7d98c')}${skyline(880, '#141a3c', '#ffe9a8')}<rect y="880" width="1280" height="80" fill="#0c1029"/>${repeat(6, (index) => `<circle cx="${(index * 230 + moment * 400) % 1320}" cy="915" r="8" fill="#ff6b6b"/><circle cx="${1300 - ((index * 210 + moment * 460) % 1320)}" cy="935" r="8" fill="#fff3bf"/>`)}`;
};

const beach: Scene = (random, moment) => {
  const x = random.integer(330, 850);
  const wave = 640 + Math.sin(moment * Math.PI * 2) * 10;
  return `${sky('a', '#33b5e5', '#8fdcf2', '#e3f8fc')}${cloud(850 + moment * 70, 150, 160)}<rect y="430" width="1280" height="260" fill="#1f9fb8"/><rect y="520" width="1280" height="170" fill="#43c3cc"/><path d="M0 ${wave} Q160 ${wave - 36} 320 ${wave} T640 ${wave} T960 ${wave} T1280 ${wave} V960 H0 Z" fill="#fff" opacity="0.85"/><path d="M0 ${wave + 24} Q160 ${wave - 10} 320 ${wave + 24} T640 ${wave + 24} T960 ${wave + 24} T1280 ${wave + 24} V960 H0 Z" fill="#f4dfae"/><rect x="${x - 5}" y="430" width="10" height="390" fill="#c9965b" transform="rotate(9 ${x} 820)"/><g transform="rotate(9 ${x} 820)"><path d="M${x - 190} 490 A190 170 0 0 1 ${x + 190} 490 Z" fill="#ff6b6b"/><path d="M${x - 95} 490 Q${x - 60} 350 ${x} 322 Q${x + 60} 350 ${x + 95} 490 Z" fill="#fff"/><path d="M${x - 36} 490 Q${x - 24} 350 ${x} 322 Q${x + 24} 350 ${x + 36} 490 Z" fill="#ff6b6b"/></g><rect x="${x + 70}" y="800" width="190" height="26" rx="13" fill="#4dabf7"/><circle cx="${x - 190}" cy="850" r="34" fill="#ffd43b"/><path d="M${x - 224} 850 A34 34 0 0 1 ${x - 156} 850 Z" fill="#ff8787"/>`;
};

const dunes: Scene = (random, moment) =>
  `${sky('a', '#f6b26b', '#fbd9a0', '#fff2d6')}${glow(260 + moment * 60, 210, 74, '#fff7e0')}${ridge(random, 560, 90, 420, '#e8a45c', true)}${ridge(random, 690, 120, 380, '#d98b45', true)}${ridge(random, 850, 150, 460, '#b96a34', true)}${repeat(
    5,
    (index) => {
      const x = 300 + index * 92 + moment * 60;
      return `<g transform="translate(${x} 640) scale(0.6)" fill="#6b3d22"><ellipse cx="0" cy="0" rx="46" ry="25"/><circle cx="-6" cy="-24" r="20"/><rect x="-34" y="8" width="10" height="56"/><rect x="22" y="8" width="10" height="56"/><path d="M38 -4 Q66 -14 62 -52 L80 -56 Q86 -10 42 16 Z"/></g>`;
    },
  )}`;

const aurora: Scene = (random, moment) => {
  const band = (y: number, colour: string): string => {
    const shift = moment * 60;
    return `<path d="M-40 ${y} C${200 + shift} ${y - 190} ${430 + shift} ${y + 140} ${700 + shift} ${y - 60} S${1100 + shift} ${y - 160} 1340 ${y} L1340 ${y + 170} C1100 ${y + 30} 900 ${y + 180} 690 ${y + 120} S240 ${y + 60} -40 ${y + 190} Z" fill="${colour}" opacity="0.34"/>`;
  };
  const stars = repeat(
    80,
    () =>
      `<circle cx="${random.integer(0, 1280)}" cy="${random.integer(0, 560)}" r="${0.8 + random.next() * 1.8}" fill="#fff" opacity="${0.3 + random.next() * 0.7}"/>`,
  );
  return `${sky('a', '#071330', '#0f2a4d', '#1d4e63')}${stars}${band(240, '#52ffa8')}${band(300, '#38d9a9')}${band(190, '#9775fa')}${ridge(random, 720, 130, 210, '#16324a', false)}${ridge(random, 830, 60, 260, '#dbe9f4', true)}${repeat(9, () => fir(random.integer(0, 1280), random.integer(820, 930), random.integer(110, 230), '#0d2434'))}`;
};

const balloons: Scene = (random, moment) =>
  `${sky('a', '#4dabf7', '#a5d8ff', '#ffe8cc')}${cloud(230, 300, 120)}${cloud(1010, 230, 150)}${ridge(random, 840, 70, 260, '#86b36b', true)}${ridge(random, 920, 60, 300, '#659a52', true)}${repeat(
    5,
    (index) => {
      const size = 0.55 + random.next() * 0.75;
      const colours = random.pick([
        ['#ff6b6b', '#ffd43b'],
        ['#845ef7', '#ffa8a8'],
        ['#20c997', '#fff3bf'],
        ['#fd7e14', '#4c6ef5'],
        ['#e64980', '#99e9f2'],
      ]);
      const x = 130 + index * 250 + random.integer(-50, 50);
      const y = random.integer(200, 560) - moment * 70;
      return `<g transform="translate(${x} ${y}) scale(${size.toFixed(2)})"><path d="M-120 0 A120 128 0 1 1 120 0 Q104 90 34 160 H-34 Q-104 90 -120 0 Z" fill="${colours[0]}"/><path d="M-50 -4 A50 122 0 1 1 50 -4 Q44 90 16 160 H-16 Q-44 90 -50 -4 Z" fill="${colours[1]}"/><path d="M-28 160 L-20 200 M28 160 L20 200" stroke="#5c4033" stroke-width="4"/><rect x="-26" y="200" width="52" height="38" rx="8" fill="#8b5e3c"/></g>`;
    },
  )}`;

const meadow: Scene = (random, moment) => {
  const flowers = repeat(34, (index) => {
    const y = 560 + index * 12;
    const size = 12 + (y - 560) / 10;
    const x = random.integer(0, 1280) + Math.sin(moment * 6.28 + index) * 6;
    const colour = random.pick(['#ff8787', '#f783ac', '#ffd43b', '#e599f7', '#ffffff', '#ff922b']);
    const petals = repeat(
      6,
      (petal) =>
        `<circle cx="${(x + Math.cos(petal * 1.047) * size).toFixed(1)}" cy="${(y + Math.sin(petal * 1.047) * size).toFixed(1)}" r="${(size * 0.62).toFixed(1)}" fill="${colour}"/>`,
    );
    return `<rect x="${x - 2}" y="${y}" width="4" height="${size * 6}" fill="#2b8a3e"/>${petals}<circle cx="${x}" cy="${y}" r="${(size * 0.55).toFixed(1)}" fill="#f59f00"/>`;
  });
  return `${sky('a', '#99e9f2', '#e3fafc', '#fff9db')}${glow(230, 180, 60, '#fff3bf')}${ridge(random, 520, 70, 260, '#8ce99a', true)}${ridge(random, 590, 60, 320, '#51cf66', true)}<rect y="640" width="1280" height="320" fill="#40c057"/>${flowers}`;
};

const mistyForest: Scene = (random, moment) => {
  const rows = ['#9fb8ad', '#7b9e91', '#567f71', '#34594d', '#1c3a32'];
  const trees = rows
    .map((colour, row) => {
      const stand = repeat(13, () => fir(random.integer(-20, 1300), 520 + row * 115, 230 + row * 45, colour));
      const mist =
        row < 4
          ? `<rect x="${-60 + moment * 60}" y="${480 + row * 112}" width="1400" height="60" rx="30" fill="#eef5f0" opacity="0.38"/>`
          : '';
      return `${stand}<rect y="${515 + row * 115}" width="1280" height="500" fill="${colour}"/>${mist}`;
    })
    .join('');
  return `${sky('a', '#cfe3dd', '#e8f1ec', '#f6f3e4')}${glow(random.integer(300, 980), 200, 60, '#fffbe6')}${trees}`;
};

const harbour: Scene = (random, moment) => {
  const houses = repeat(11, (index) => {
    const colour = random.pick(['#ff8787', '#ffd8a8', '#ffec99', '#a5d8ff', '#b2f2bb', '#fcc2d7', '#ffa94d']);
    const height = random.integer(150, 270);
    const x = index * 120 - 20;
    const windows = repeat(
      6,
      (window) =>
        `<rect x="${x + 20 + (window % 2) * 44}" y="${540 - height + 30 + Math.floor(window / 2) * 56}" width="26" height="34" rx="3" fill="#4a5568" opacity="0.75"/>`,
    );
    return `<rect x="${x}" y="${540 - height}" width="116" height="${height + 20}" fill="${colour}"/><path d="M${x - 6} ${540 - height} L${x + 58} ${490 - height} L${x + 122} ${540 - height} Z" fill="#a6533b"/>${windows}`;
  });
  const boats = repeat(4, (index) => {
    const x = 140 + index * 310 + random.integer(-60, 60) + moment * 50;
    const y = 700 + random.integer(0, 130) + Math.sin(moment * 6.28 + index) * 6;
    const hull = random.pick(['#e03131', '#1971c2', '#2f9e44', '#f08c00']);
    return `<path d="M${x - 90} ${y} H${x + 90} L${x + 62} ${y + 46} H${x - 62} Z" fill="${hull}"/><rect x="${x - 4}" y="${y - 190}" width="8" height="190" fill="#5c4033"/><path d="M${x + 8} ${y - 185} L${x + 96} ${y - 20} H${x + 8} Z" fill="#fff"/><path d="M${x - 8} ${y - 165} L${x - 72} ${y - 20} H${x - 8} Z" fill="#f1f3f5"/>`;
  });
  return `${sky('a', '#74c0fc', '#d0ebff', '#f8f9fa')}${cloud(400 + moment * 60, 140, 140)}${houses}<rect y="556" width="1280" height="404" fill="#2478a6"/><rect y="556" width="1280" height="90" fill="#4d9cc4" opacity="0.6"/>${boats}`;
};

const lighthouse: Scene = (random, moment) => {
  const x = random.integer(820, 1000);
  return `${sky('a', '#22307a', '#7a5ba6', '#f29a8e', '#ffd9a0')}<path d="M${x} 262 L-80 ${120 + moment * 130} V${300 + moment * 130} Z" fill="#fff6c8" opacity="0.3"/>${ridge(random, 700, 30, 320, '#3b4f8f', true)}<rect y="690" width="1280" height="270" fill="#2f3f7f"/>${repeat(14, () => `<rect x="${random.integer(0, 1150)}" y="${random.integer(700, 900)}" width="${random.integer(40, 150)}" height="4" rx="2" fill="#ffd9c0" opacity="0.4"/>`)}<path d="M620 960 Q760 700 ${x} 690 T1280 800 V960 Z" fill="#26324f"/><path d="M${x - 46} 720 L${x - 30} 300 H${x + 30} L${x + 46} 720 Z" fill="#fff"/><path d="M${x - 42} 620 L${x - 38} 520 H${x + 38} L${x + 42} 620 Z M${x - 34} 420 L${x - 31} 340 H${x + 31} L${x + 34} 420 Z" fill="#e03131"/><rect x="${x - 26}" y="236" width="52" height="60" fill="#fff3bf"/><path d="M${x - 36} 238 L${x} 196 L${x + 36} 238 Z" fill="#343a40"/><rect x="${x - 38}" y="294" width="76" height="12" fill="#343a40"/>`;
};

/** A person in front of soft lights. */
export const portrait: Scene = (random) => {
  const shirt = random.pick(['#1971c2', '#c2255c', '#2f9e44', '#e8590c', '#6741d9']);
  const hair = random.pick(['#3b2417', '#7a4a21', '#20242c', '#c58a3a', '#8d8d8d']);
  const skin = random.pick(['#f5cba7', '#e0a878', '#a86f4a', '#7a4a30', '#ffdfc4']);
  const lights = repeat(
    26,
    () =>
      `<circle cx="${random.integer(0, 1280)}" cy="${random.integer(0, 800)}" r="${random.integer(26, 90)}" fill="${random.pick(['#ffd8a8', '#ffa8a8', '#99e9f2', '#d0bfff', '#ffec99'])}" opacity="0.28"/>`,
  );
  return `${sky('a', '#3d4a68', '#6b5f7d', '#96707c')}${lights}<path d="M330 960 Q340 720 640 700 Q940 720 950 960 Z" fill="${shirt}"/><rect x="572" y="600" width="136" height="140" rx="60" fill="${skin}"/><ellipse cx="640" cy="430" rx="210" ry="240" fill="${hair}"/><ellipse cx="640" cy="470" rx="168" ry="208" fill="${skin}"/><path d="M470 420 Q480 250 640 240 Q800 250 812 420 Q740 330 640 340 Q540 330 470 420 Z" fill="${hair}"/><circle cx="572" cy="470" r="17" fill="#2b2b33"/><circle cx="708" cy="470" r="17" fill="#2b2b33"/><path d="M566 566 Q640 632 714 566" fill="none" stroke="#b3555a" stroke-width="13" stroke-linecap="round"/><circle cx="526" cy="540" r="30" fill="#ff8787" opacity="0.35"/><circle cx="754" cy="540" r="30" fill="#ff8787" opacity="0.35"/>`;
};

/** Something like the screen of an application, without any text: letters would need fonts, which a bare machine lacks. */
export const screen: Scene = (random, moment) => {
  const accent = random.pick(['#4263eb', '#0ca678', '#f76707', '#ae3ec9', '#1098ad']);
  const line = (x: number, y: number, width: number, colour = '#ced4da'): string =>
    `<rect x="${x}" y="${y}" width="${width}" height="18" rx="9" fill="${colour}"/>`;
  const cards = repeat(4, (index) => {
    const y = 190 + index * 182;
    return `<rect x="330" y="${y}" width="890" height="152" rx="22" fill="#fff"/><circle cx="412" cy="${y + 76}" r="44" fill="${random.pick(['#ffc9c9', '#d0ebff', '#d3f9d8', '#ffe8cc', '#e5dbff'])}"/>${line(486, y + 36, random.integer(240, 420), '#495057')}${line(486, y + 72, random.integer(380, 620))}${line(486, y + 104, random.integer(220, 520))}`;
  });
  return `<rect ${full} fill="#f1f3f5"/><rect width="1280" height="110" fill="${accent}"/>${line(60, 46, 200, '#ffffff')}<circle cx="1190" cy="55" r="30" fill="#fff" opacity="0.85"/><rect y="110" width="280" height="850" fill="#e9ecef"/>${repeat(7, (index) => line(50, 180 + index * 74, random.integer(100, 180), index === 1 ? accent : '#adb5bd'))}${cards}<path d="M${400 + moment * 500} ${300 + moment * 380} l0 62 l16 -15 l12 27 l13 -6 l-12 -26 l22 -2 Z" fill="#212529" stroke="#fff" stroke-width="4"/>`;
};

const SCENES: readonly Scene[] = [
  sunsetSea,
  mountainLake,
  hills,
  cityNight,
  beach,
  dunes,
  aurora,
  balloons,
  meadow,
  mistyForest,
  harbour,
  lighthouse,
];
export const SCENE_COUNT = SCENES.length;

/** The landscape of that number; any integer will do. */
export function landscape(number: number): Scene {
  return SCENES[((number % SCENE_COUNT) + SCENE_COUNT) % SCENE_COUNT] ?? sunsetSea;
}

/** Digits as strokes in a field of 6 × 10, for the same reason. */
const DIGITS = [
  'M1 2.4 Q1 0 3 0 Q5 0 5 2.4 V7.6 Q5 10 3 10 Q1 10 1 7.6 Z',
  'M1.4 2 L3.3 0.2 V10',
  'M1 2.4 Q1 0 3 0 Q5 0 5 2.4 Q5 4.4 1 10 H5.2',
  'M1 1.7 Q1.4 0 3 0 Q5 0 5 2.4 Q5 4.8 3 4.8 Q5.2 4.8 5.2 7.3 Q5.2 10 3 10 Q1.2 10 0.8 8.2',
  'M4.2 10 V0 L0.6 6.9 H5.5',
  'M4.8 0 H1.4 L1.1 4.6 Q2 3.9 3.1 3.9 Q5.2 3.9 5.2 6.9 Q5.2 10 3 10 Q1.2 10 0.8 8.4',
  'M4.7 1.1 Q4.1 0 3.1 0 Q0.9 0 0.9 5.4 V7 Q0.9 10 3.1 10 Q5.2 10 5.2 7 Q5.2 4.2 3.1 4.2 Q1.4 4.2 0.9 6.2',
  'M0.8 0 H5.2 L2.3 10',
  'M3 4.7 Q1.1 4.7 1.1 2.4 Q1.1 0 3 0 Q4.9 0 4.9 2.4 Q4.9 4.7 3 4.7 Q0.8 4.7 0.8 7.3 Q0.8 10 3 10 Q5.2 10 5.2 7.3 Q5.2 4.7 3 4.7 Z',
  'M1.3 8.9 Q1.9 10 2.9 10 Q5.1 10 5.1 4.6 V3 Q5.1 0 2.9 0 Q0.8 0 0.8 3 Q0.8 5.8 2.9 5.8 Q4.6 5.8 5.1 3.8',
];

/** The number of an asset in a small plate at the lower right, so that a person can tell pictures apart. */
export function numberPlate(number: number): string {
  const digits = [...String(number)];
  const width = digits.length * 58 + 46;
  const drawn = digits.map(
    (digit, index) =>
      `<path transform="translate(${1244 - width + 26 + index * 58} 852) scale(7)" d="${DIGITS[Number(digit)] ?? ''}"/>`,
  );
  return `<rect x="${1244 - width}" y="826" width="${width}" height="122" rx="30" fill="#000" opacity="0.42"/><g fill="none" stroke="#fff" stroke-width="1.1" stroke-linecap="round" stroke-linejoin="round">${drawn.join('')}</g>`;
}
