// What the verdicts of @dqs/monitoring keep to, by seeded simulations; one JSON object a line.
//   null:   10,000 series × 365 days without any change, for several correlations of days: share of p-values of at most 0.05 and
//           of false discoveries by window, pools that running evidence ever called degraded, rejections by e-BH
//   power:  drops of 2, 5, 10 and 30 points: pools found by window two months later, days until running evidence is sure
//   drift:  looks with a false discovery where nothing has moved, and quantities found that moved by half a deviation
// DQS_BENCH_SERIES sets the number of series (10000), DQS_BENCH_LOOKS that of looks at drift (400).
import { driftOf } from '@dqs/monitoring';
import { simulateDrift, verdictsOfSimulation } from '@dqs/monitoring/testing';

const SERIES = Number(process.env.DQS_BENCH_SERIES ?? 10_000);
const LOOKS = Number(process.env.DQS_BENCH_LOOKS ?? 400);
const POOLS = 40;
const report = (record) => console.log(JSON.stringify(record));
const round = (value) => Number(value.toFixed(4));

/** Operations of 40 pools with together that many series. */
function operations(seriesPerPool, correlation) {
  const count = Math.max(1, Math.round(SERIES / POOLS / seriesPerPool));
  return Array.from({ length: count }, (_, i) =>
    verdictsOfSimulation({ seed: 1000 + i, pools: POOLS, seriesPerPool, days: 365, correlation }),
  );
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

for (const correlation of [0, 0.3, 0.6]) {
  const runs = operations(10, correlation);
  const record = { figure: 'null', correlation, series: runs.length * POOLS * 10, pools: runs.length * POOLS };
  for (const w of [0, 1, 2]) {
    const { window } = runs[0].windows[w];
    record[`alarmShare${window}d`] = round(
      mean(runs.map(({ windows: { [w]: one } }) => one.alarms / one.looks / POOLS)),
    );
    record[`falseDiscoveryRate${window}d`] = round(mean(runs.map(({ windows }) => windows[w].falseDiscoveryRate)));
  }
  record.everDegradedShare = round(mean(runs.map(({ everDegraded }) => everDegraded / POOLS)));
  record.falseByEBhShare = round(mean(runs.map(({ falseByEValues }) => (falseByEValues > 0 ? 1 : 0))));
  report(record);
}

for (const points of [2, 5, 10, 30]) {
  const drop = { points, fromDay: 90, pools: POOLS / 2 };
  const { windows, delays, rightByEValues, foundOnFirstDay } = verdictsOfSimulation({
    seed: 7,
    pools: POOLS,
    seriesPerPool: 25,
    days: 180,
    drop,
  });
  const sorted = [...delays].sort((a, b) => a - b);
  const record = {
    figure: 'power',
    points,
    pools: drop.pools,
    foundOnFirstDayShare: round(foundOnFirstDay / drop.pools),
  };
  for (const { window, found, planted } of windows) record[`foundShare${window}d`] = round(found / planted);
  record.foundByEBhShare = round(rightByEValues / drop.pools);
  record.medianDays = Number.isFinite(sorted[10]) ? sorted[10] : null;
  record.foundByEValueShare = round(delays.filter(Number.isFinite).length / drop.pools);
  report(record);
}

for (const correlation of [0, 0.4]) {
  let [wrong, found] = [0, 0];
  const moved = { quantities: 3, by: 0.5 };
  for (let seed = 0; seed < LOOKS; seed += 1) {
    const look = { seed, quantities: 10, perDay: 12, days: 28, referenceDays: 200, correlation };
    if (driftOf(simulateDrift(look), 1).some(({ verdict }) => verdict === 'fail')) wrong += 1;
    const rows = driftOf(simulateDrift({ ...look, shift: moved }), 1);
    found += rows.filter(({ name, verdict }) => verdict === 'fail' && Number(name.slice(1)) < moved.quantities).length;
  }
  report({
    figure: 'drift',
    correlation,
    looks: LOOKS,
    falseDiscoveryShare: round(wrong / LOOKS),
    foundShare: round(found / LOOKS / moved.quantities),
  });
}
