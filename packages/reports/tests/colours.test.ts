import { STATES, THEMES, type Theme, type Token } from '../src/tokens/tokens.js';

type Colour = readonly [red: number, green: number, blue: number];

/** How people with these eyes see a colour (Machado 2009, severity 1), as a matrix over linear light. */
const EYES = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
} as const;

const GROUNDS = ['page', 'surface', 'sunken'] as const;
const TEXTS: readonly Token[] = ['ink', 'ink-2', 'ink-3', 'accent', ...STATES];
const MARKS: readonly Token[] = [
  ...(['line-strong', 'observed', 'forecast', 'forecast-edge', 'naive', 'target', 'focus'] as const),
  ...STATES.map((state) => `${state}-mark` as const),
];

describe.each(['light', 'dark'] as const)('the colours of the %s theme', (theme) => {
  const pairs = (names: readonly Token[], grounds: readonly Token[]) =>
    names.flatMap((name) =>
      grounds.map((ground) => ({ pair: `${name} on ${ground}`, ...contrastOf(theme, name, ground) })),
    );

  it('give every text 4.5 : 1 on every ground and on the tint of its state', () => {
    const all = [
      ...pairs(TEXTS, GROUNDS),
      ...STATES.flatMap((state) => pairs([state], [`${state}-tint`])),
      ...pairs(['on-accent'], ['accent']),
    ];
    expect(all.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  });

  it('give every mark and line 3 : 1 on every ground', () => {
    expect(pairs(MARKS, GROUNDS).filter(({ contrast }) => contrast < 3)).toEqual([]);
  });

  it.each(Object.keys(EYES) as (keyof typeof EYES)[])('keep marks apart for %s eyes', (eyes) => {
    expect(
      nearest(
        theme,
        STATES.map((state) => `${state}-mark` as const),
        eyes,
      ),
    ).toBeGreaterThan(6.5);
    expect(nearest(theme, ['observed', 'forecast', 'naive', 'failing-mark', 'target'], eyes)).toBeGreaterThan(4);
  });
});

it('a text of too little contrast would be found', () => {
  expect(contrastOf('light', 'hatch', 'page').contrast).toBeLessThan(3);
});

function contrastOf(theme: Theme, name: Token, ground: Token): { readonly contrast: number } {
  const [less, more] = [luminance(colour(theme, name)), luminance(colour(theme, ground))].sort((a, b) => a - b);
  return { contrast: (more! + 0.05) / (less! + 0.05) };
}

/** The least OKLab distance × 100 of two of the colours; about 2 is just visible. */
function nearest(theme: Theme, names: readonly Token[], eyes: keyof typeof EYES): number {
  const seen = names.map((name) => oklab(through(EYES[eyes], colour(theme, name))));
  return Math.min(
    ...seen.flatMap((a, i) => seen.slice(i + 1).map((b) => 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]))),
  );
}

/** Linear light of a token. */
function colour(theme: Theme, name: Token): Colour {
  const part = (at: number) => linear(parseInt(THEMES[theme][name].slice(at, at + 2), 16) / 255);
  return [part(1), part(3), part(5)];
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function through(matrix: readonly number[], [red, green, blue]: Colour): Colour {
  const row = (i: number) => {
    const light = matrix[i]! * red + matrix[i + 1]! * green + matrix[i + 2]! * blue;
    return Math.min(1, Math.max(0, light));
  };
  return [row(0), row(3), row(6)];
}

function oklab([red, green, blue]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
