// `npm run lint`: every project through Nx (cached), then the files that belong to no project.
import { runSteps } from './steps.mjs';
import { setUpOrExit } from './setup.mjs';

await setUpOrExit();
const failed = await runSteps([
  ['lint of the projects', 'nx', 'run-many', '-t', 'lint', ...process.argv.slice(2)],
  ['lint of the workspace', 'eslint', 'tests', 'tools', 'bench', '--max-warnings=0'],
]);
process.exitCode = failed.length === 0 ? 0 : 1;
