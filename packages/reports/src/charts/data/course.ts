/** Whose numbers a line shows; each has one colour and pattern in every chart. */
export type Role = 'observed' | 'forecast' | 'naive' | 'predecessor';

/** One line of a course: a value for every place, null if there is none. */
export interface CourseLine {
  readonly name: string;
  readonly role: Role;
  /** Results are dots, forecasts one step a place, means over many slanted lines. */
  readonly form: 'dots' | 'steps' | 'line';
  readonly values: readonly (number | null)[];
}

/** A range around a line: lower and upper end for every place. */
export interface CourseBand {
  readonly name: string;
  /** Of two ranges the outer one is lighter, with dotted edges. */
  readonly tone: 'inner' | 'outer';
  /** As the line it lies around. */
  readonly form: 'steps' | 'line';
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Something that happened at a place: a lettered box with words in the lane above, and a line down. */
export interface CourseMark {
  /** Index of the place. */
  readonly place: number;
  /** `M` model, `R` rule, `I` incident; without one the words stand beside the line alone. */
  readonly letter?: string;
  readonly text: string;
}

/** Values in their order, by day or by number: everything a chart of them, its readout and its table show. */
export interface Course {
  readonly title: string;
  readonly note?: string;
  /** What the chart shows in one sentence, for those who do not see it. */
  readonly finding: string;
  /** What a place is. Days are ascending, `YYYY-MM-DD`. */
  readonly places: { readonly kind: 'day' | 'trial'; readonly labels: readonly string[] };
  readonly lines: readonly CourseLine[];
  /** Ranges, the outer one first. */
  readonly bands?: readonly CourseBand[];
  /** In the order of their places. */
  readonly marks?: readonly CourseMark[];
  /** Behind each number of the readout. */
  readonly unit: string;
  readonly digits: number;
  /** Ends of the axis that hold whatever the values are. */
  readonly low?: number;
  readonly high?: number;
  /** Ends of the axis that hold nothing beyond them: it is drawn at the edge, and told in full by readout and table. */
  readonly clip?: { readonly low: number; readonly high: number };
  /** The line of zero is drawn, and said what is above and below it. */
  readonly zero?: { readonly above: string; readonly below: string };
}

/** The greatest day span that gaps are filled in; beyond it only days with values are places. */
const MOST_DAYS = 3700;
const DAY_MS = 86_400_000;

/**
 * All days from the first to the last of `days` (ascending), and the column of each line over them: null on days that are
 * not among `days` and where the value is not a number. So a chart can show that a day has no result.
 */
export function daily(days: readonly string[]): {
  readonly labels: readonly string[];
  column(values: readonly (number | null)[]): (number | null)[];
} {
  const labels = everyDay(days);
  const at = new Map(days.map((day, i) => [day, i]));
  const column = (values: readonly (number | null)[]) => labels.map((day) => known(values[at.get(day) ?? -1]));
  return { labels, column };
}

/** Places at which no line of results has a value, though the course has them. */
export function placesWithoutResult({ lines, places }: Course): number[] {
  const results = lines.filter(({ form }) => form === 'dots');
  if (results.length === 0) return [];
  return [...places.labels.keys()].filter((i) => results.every(({ values }) => values[i] === null));
}

/** A number, or null for all that is none: NaN, what is missing, and null as JSON has NaN. */
export function known(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function everyDay(days: readonly string[]): readonly string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = Date.parse(first);
  const count = Math.round((Date.parse(last) - from) / DAY_MS) + 1;
  if (!(count <= MOST_DAYS)) return days;
  return Array.from({ length: count }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
}
