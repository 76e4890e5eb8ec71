// What a training profile costs: one JSON object a line.
//   profile:  milliseconds for a set of rows, bytes of the profile as JSON
//   merge:    milliseconds to add two such profiles
// DQS_BENCH_ROWS sets the number of rows (334,000, those of a log of a million results).
import { Random } from '@dqs/core';
import { mergeProfiles, profileOf } from '@dqs/validation';

const ROWS = Number(process.env.DQS_BENCH_ROWS ?? 334_000);
const random = new Random(1);
const weight = new Float32Array(ROWS).fill(8);
const target = weight.map(() => random.integer(9) / 8);

/** Eleven features as the classic ones are, or eighty-nine as the extended ones: percentages in steps, means, categories. */
function frameOf(numeric) {
  const columns = Array.from({ length: numeric }, (_, c) => ({
    name: `f${c}`,
    kind: 'numeric',
    values: weight.map(() =>
      random.next() < 0.05 ? NaN : c % 2 === 0 ? (100 * random.integer(9)) / 8 : 100 * random.next(),
    ),
  }));
  const categories = [50, 200].map((size) => ({
    name: `c${size}`,
    kind: 'categorical',
    values: weight.map(() => random.integer(size)),
  }));
  return { rows: ROWS, columns: [...columns, ...categories] };
}

for (const numeric of [9, 87]) {
  const set = { frame: frameOf(numeric), target, weight };
  const timed = [1, 2, 3, 4, 5].map(() => {
    const started = performance.now();
    const profile = profileOf(set);
    return { ms: performance.now() - started, profile };
  });
  const { profile } = timed[0];
  const merging = performance.now();
  mergeProfiles(profile, profile);
  const mergeMs = performance.now() - merging;
  const median = timed.map(({ ms }) => ms).sort((a, b) => a - b)[2];
  const figures = {
    bench: 'profile',
    rows: ROWS,
    features: numeric + 2,
    profileMs: round(median),
    firstMs: round(timed[0].ms),
  };
  console.log(JSON.stringify({ ...figures, profileBytes: JSON.stringify(profile).length, mergeMs: round(mergeMs) }));
}

function round(value) {
  return Number(value.toFixed(1));
}
