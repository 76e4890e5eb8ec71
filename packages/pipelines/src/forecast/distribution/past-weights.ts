/** Weights of the experts as of one day, by rule. */
export type WeightsByRule = ReadonlyMap<string, Float64Array>;

/** What was known by the end of a day. */
export interface DayWeights {
  /** Days since 1970-01-01; −∞ before the first. */
  readonly upTo: number;
  readonly weights: WeightsByRule;
}

/** Weights of many days. Survives JSON. */
export interface PastWeights {
  /** As `upTo` of {@link DayWeights}, ascending; null for −∞. */
  readonly days: readonly (number | null)[];
  readonly rules: readonly string[];
  /** Days × rules × experts 64-bit floats, little-endian, in base64; NaN where a rule was not known yet. */
  readonly weights: string;
}

/** Packs the weights of days for a bundle. */
export function packWeights(learned: readonly DayWeights[]): PastWeights {
  const rules = [...new Set(learned.flatMap(({ weights }) => [...weights.keys()]))];
  const size = expertsOf(learned);
  const numbers = new Float64Array(learned.length * rules.length * size).fill(Number.NaN);
  learned.forEach(({ weights }, day) => {
    rules.forEach((rule, i) => numbers.set(weights.get(rule) ?? [], (day * rules.length + i) * size));
  });
  const bytes = new DataView(new ArrayBuffer(8 * numbers.length));
  numbers.forEach((number, i) => bytes.setFloat64(8 * i, number, true));
  const days = learned.map(({ upTo }) => (Number.isFinite(upTo) ? upTo : null));
  return { days, rules, weights: Buffer.from(bytes.buffer).toString('base64') };
}

function expertsOf([first]: readonly DayWeights[]): number {
  return first?.weights.values().next().value?.length ?? 0;
}

/** Whether packed weights are as many as they say. */
export function isWhole({ days, rules, weights }: PastWeights, experts: number): boolean {
  return Buffer.from(weights, 'base64').length === 8 * days.length * rules.length * experts;
}

/** What {@link packWeights} packed. */
export function unpackWeights({ days, rules, weights }: PastWeights, experts: number): DayWeights[] {
  const bytes = Buffer.from(weights, 'base64');
  const numberAt = (i: number) => bytes.readDoubleLE(8 * i);
  return days.map((day, d) => {
    const known = rules.flatMap((rule, r) => {
      const start = (d * rules.length + r) * experts;
      const own = Float64Array.from({ length: experts }, (_, e) => numberAt(start + e));
      return own.some(Number.isNaN) ? [] : [[rule, own] as const];
    });
    return { upTo: day ?? Number.NEGATIVE_INFINITY, weights: new Map(known) };
  });
}
