// `npm run stress`: what is too long for every day. Kills runs of batches at 200 random moments, with another seed each time
// unless DQS_SEED is set, and expects the bytes of runs that were not; DQS_KILLS sets another number. Then ten times the
// damaged models and hostile calls of the native engines; DQS_STRESS sets another factor.
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';
import { inRoot } from './paths.mjs';

const env = {
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  DQS_KILLS: process.env.DQS_KILLS ?? '200',
  DQS_STRESS: process.env.DQS_STRESS ?? '10',
  DQS_SEED: process.env.DQS_SEED ?? String(Date.now() % 1_000_000),
};

await setUpOrExit();
console.log(`${env.DQS_KILLS} kills of each, ${env.DQS_STRESS} times the hostile calls, seed ${env.DQS_SEED}`);
let failures = 0;
for (const [folder, tests] of [
  ['packages/batch', 'kill'],
  ['apps/cli', 'batch-predict'],
  ['packages/lightgbm', 'processes'],
  ['packages/xgboost', 'processes'],
]) {
  // In the project's folder, as Nx does it: the programs of the tests are bundled by what stands there.
  const code = await show('jest', ['--config', 'jest.config.cjs', tests], { env, cwd: inRoot(folder) });
  if (code !== 0) failures += 1;
}
process.exitCode = failures === 0 ? 0 : 1;
