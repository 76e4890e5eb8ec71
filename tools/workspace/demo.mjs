// `npm run demo`: the whole job on a generated history, from a bare clone: generate, ingest, train, forecast tomorrow.
import { mkdirSync, rmSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';

const FOLDER = inRoot('demo');
const WORST_SERIES = '10';

const STEPS = [
  {
    title: 'A year of rule results of 25 datasets, with weekday effects, drifts, regime shifts and gaps',
    args: ['generate', '--datasets', '25', '--rules', '12', '--seed', '42', '--out', 'results.csv'],
  },
  {
    title: 'The log becomes a daily panel: one row for each dataset, rule and day',
    args: ['ingest', '--input', 'results.csv', '--panel', 'panel.parquet'],
  },
  {
    title: 'A model learns from the first 80 % of the dates; the last 20 % score it beside the naive forecasts',
    args: ['train', '--panel', 'panel.parquet', '--out', 'model'],
  },
  {
    title: 'Tomorrow, from the bundle alone: the ten series that look worst',
    args: ['predict', '--model', 'model', '--all', '--top', WORST_SERIES],
  },
];

/** Shows the command as a user types it in that folder, then runs it so. */
async function runStep({ title, args }) {
  console.log(`\n${title}\n$ npx dqs ${args.join(' ')}\n`);
  return show('npx', ['dqs', ...args], { cwd: FOLDER });
}

await setUpOrExit();
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const step of STEPS) {
  const code = await runStep(step);
  if (code !== 0) {
    console.error(`\nthe demo stopped: npx dqs ${step.args[0]} ended with code ${code}`);
    process.exit(code);
  }
}
console.log('\nEverything is in the folder demo. Try next:');
console.log('  npx dqs backtest --panel demo/panel.parquet --html demo/report.html');
console.log('  npx dqs train --input your-results.csv --out model');
