// `npm run typecheck`: every project through Nx (cached), then the workspace's own tests.
import { runSteps } from './steps.mjs';
import { setUpOrExit } from './setup.mjs';

await setUpOrExit();
const failed = await runSteps([
  ['types of the projects', 'nx', 'run-many', '-t', 'typecheck', ...process.argv.slice(2)],
  ['types of the workspace tests', 'tsc', '-b', 'tests'],
]);
process.exitCode = failed.length === 0 ? 0 : 1;
