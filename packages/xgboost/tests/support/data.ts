/** A small seeded generator of numbers in [0, 1) (mulberry32), so that every run sees the same data. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Table {
  readonly columns: Float64Array[];
  readonly label: Float32Array;
  readonly categorical: number[];
}

/** Rows with numeric and categorical columns, some values missing or zero, and a label that depends on them. */
export function table(seed: number, rows: number, numeric = 4, categorical = 1, categories = 12): Table {
  const next = random(seed);
  const columns: Float64Array[] = [];
  for (let c = 0; c < numeric; c++) {
    columns.push(Float64Array.from({ length: rows }, () => (next() < 0.08 ? NaN : next() < 0.1 ? 0 : next() * 20 - 8)));
  }
  for (let c = 0; c < categorical; c++) {
    columns.push(Float64Array.from({ length: rows }, () => (next() < 0.04 ? NaN : Math.floor(next() * categories))));
  }
  const label = Float32Array.from({ length: rows }, (_, i) => {
    const a = columns[0]?.[i] || 0;
    const b = columns[1 % columns.length]?.[i] || 0;
    const c = columns[columns.length - 1]?.[i] || 0;
    return a * Math.sin(b) + (c % 3) * 2 + next();
  });
  return { columns, label, categorical: Array.from({ length: categorical }, (_, i) => numeric + i) };
}

/** The label as 0/1, split at its mean. */
export function binary(label: Float32Array): Float32Array {
  const mean = label.reduce((sum, value) => sum + value, 0) / label.length;
  return label.map((value) => (value > mean ? 1 : 0));
}

/** The label squeezed into (0, 1). */
export function fraction(label: Float32Array): Float32Array {
  const mean = label.reduce((sum, value) => sum + value, 0) / label.length;
  return label.map((value) => 1 / (1 + Math.exp((mean - value) / 8)));
}

/** The label as classes 0 … count − 1, by rank. */
export function classes(label: Float32Array, count: number): Float32Array {
  const sorted = Float32Array.from(label).sort();
  const bounds = Array.from(
    { length: count - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / count)] ?? 0,
  );
  return label.map((value) => bounds.filter((bound) => value >= bound).length);
}

/** How many numbers of two arrays differ in their bits (NaN equals NaN, 0 differs from −0). */
export function differences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.max(a.length, b.length);
  let count = 0;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) count++;
  return count;
}

/** Columns as one block, row after row. */
export function rowMajor(columns: readonly ArrayLike<number>[]): Float64Array {
  const rows = columns[0]?.length ?? 0;
  return Float64Array.from(
    { length: rows * columns.length },
    (_, i) => columns[i % columns.length]?.[Math.floor(i / columns.length)] ?? NaN,
  );
}
