/**
 * The values of the visual language, by theme. A colour is changed here and nowhere else; tests/colours.test.ts computes
 * contrast and how far apart they are for colour-blind eyes.
 */
export const THEMES = {
  light: {
    // Ground.
    page: '#f6f5f1',
    surface: '#ffffff',
    sunken: '#efede8',
    raised: '#ffffff',
    line: '#e2dfd8',
    'line-strong': '#83878c',
    hatch: '#b9b6ae',
    // Text.
    ink: '#1a1f24',
    'ink-2': '#4a525a',
    'ink-3': '#61686f',
    // One accent: links, selection, the forecast.
    accent: '#0a5a75',
    'accent-tint': '#e3eff3',
    'on-accent': '#ffffff',
    focus: '#0a6e96',
    // Chart roles; data hues are never state hues.
    observed: '#1a1f24',
    forecast: '#0b6b8a',
    'forecast-edge': '#4a90a8',
    'band-80': '#b5d6e0',
    'band-95': '#dcecf1',
    naive: '#5d636a',
    target: '#3b4249',
    grid: '#eae7e1',
    future: '#faf9f6',
    // States: text, mark, tint.
    ok: '#33604f',
    'ok-mark': '#4a7366',
    'ok-tint': '#e7f1ea',
    watch: '#7a5600',
    'watch-mark': '#b27800',
    'watch-tint': '#fbf1d3',
    likely: '#a04408',
    'likely-mark': '#a94403',
    'likely-tint': '#fde9da',
    failing: '#930c2d',
    'failing-mark': '#930c2d',
    'failing-tint': '#fae3ea',
    unknown: '#585d63',
    'unknown-mark': '#7b8187',
    'unknown-tint': '#eeedea',
    intervened: '#5340a8',
    'intervened-mark': '#8c71c7',
    'intervened-tint': '#ece8fa',
    suppressed: '#46556e',
    'suppressed-mark': '#46556e',
    'suppressed-tint': '#e6ecf3',
    // Elevation.
    'shadow-1': '0 1px 2px rgb(26 31 36 / 5%)',
    'shadow-2': '0 6px 24px rgb(26 31 36 / 14%), 0 1px 3px rgb(26 31 36 / 10%)',
  },
  dark: {
    // Ground.
    page: '#101418',
    surface: '#171c21',
    sunken: '#20262c',
    raised: '#242b32',
    line: '#2b3239',
    'line-strong': '#7a838c',
    hatch: '#4a525a',
    // Text.
    ink: '#e8eaeb',
    'ink-2': '#b3bac1',
    'ink-3': '#9aa2aa',
    // One accent: links, selection, the forecast.
    accent: '#74c4de',
    'accent-tint': '#16323d',
    'on-accent': '#0c1c22',
    focus: '#74c4de',
    // Chart roles; data hues are never state hues.
    observed: '#eceeef',
    forecast: '#57b3d1',
    'forecast-edge': '#4a8ea6',
    'band-80': '#1f4c5c',
    'band-95': '#1a333e',
    naive: '#a9b1b8',
    target: '#c5cbd0',
    grid: '#242a30',
    future: '#1b2127',
    // States: text, mark, tint.
    ok: '#86d3bf',
    'ok-mark': '#86d3bf',
    'ok-tint': '#1a2d24',
    watch: '#e3bd5a',
    'watch-mark': '#f2c14a',
    'watch-tint': '#332a12',
    likely: '#f79b5b',
    'likely-mark': '#f07c07',
    'likely-tint': '#3a2415',
    failing: '#f58a90',
    'failing-mark': '#cc444d',
    'failing-tint': '#3a1b1f',
    unknown: '#aab0b6',
    'unknown-mark': '#8a9198',
    'unknown-tint': '#262b30',
    intervened: '#b3a6f2',
    'intervened-mark': '#8075d3',
    'intervened-tint': '#272240',
    suppressed: '#a3b8d1',
    'suppressed-mark': '#86b6e6',
    'suppressed-tint': '#1e2936',
    // Elevation.
    'shadow-1': '0 1px 2px rgb(0 0 0 / 40%)',
    'shadow-2': '0 8px 28px rgb(0 0 0 / 60%), 0 0 0 1px #323a42',
  },
} as const;

/** A theme. */
export type Theme = keyof typeof THEMES;

/** The name of a value that differs by theme: a custom property of CSS without its dashes. */
export type Token = keyof (typeof THEMES)['light'];

/** The states of a series, a check or a verdict, each with a shape and a word of its own. */
export const STATES = ['ok', 'watch', 'likely', 'failing', 'unknown', 'intervened', 'suppressed'] as const;

/** A state. */
export type StateName = (typeof STATES)[number];

/** Type, space and form: the same in every theme. */
const FORM = `
--sans:'Inter Variable',Inter,system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;
--mono:ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;
--t-11:11px/16px;--t-12:12px/16px;--t-13:13px/20px;--t-14:14px/20px;--t-16:16px/24px;--t-20:20px/28px;--t-26:26px/32px;
--s-1:4px;--s-2:8px;--s-3:12px;--s-4:16px;--s-5:24px;--s-6:32px;--s-7:48px;
--r-1:3px;--r-2:6px;--r-3:10px;--row:36px;--control:30px;--fast:90ms;--slow:180ms;--ease:cubic-bezier(.2,0,.1,1)`;

/**
 * The values as custom properties of CSS. The theme follows the system until `data-theme` of the root names one; paper is
 * light.
 */
export function tokensCss(): string {
  return `
:root{color-scheme:light;${properties('light')};${FORM}}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${properties('dark')}}}
:root[data-theme=dark]{color-scheme:dark;${properties('dark')}}
@media(pointer:coarse){:root{--row:44px;--control:44px}}
@media(prefers-reduced-motion:reduce){:root{--fast:0ms;--slow:0ms}}
@media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;${properties('light')};--page:#fff;--shadow-1:none;--row:24px}}
`;
}

function properties(theme: Theme): string {
  return Object.entries(THEMES[theme])
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
