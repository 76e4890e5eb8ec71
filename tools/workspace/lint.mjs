// `npm run lint`: every project through Nx (cached). What belongs to no package (tests, tools, bench) is the project workspace's.
import { setUpOrExit } from './setup.mjs';
import { show } from './run.mjs';

await setUpOrExit();
process.exitCode = await show('nx', ['run-many', '-t', 'lint', ...process.argv.slice(2)]);
