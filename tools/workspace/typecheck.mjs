// `npm run typecheck`: every project through Nx (cached), the workspace's own tests among them.
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';

await setUpOrExit();
process.exitCode = await show('nx', ['run-many', '-t', 'typecheck', ...process.argv.slice(2)]);
