// What `greatestErrors` of core's tests says of a file of cases; run from the sources.
import { readFileSync } from 'node:fs';
import { greatestErrors } from '../../../packages/core/tests/support/scipy-comparison.ts';

console.log(JSON.stringify(greatestErrors(JSON.parse(readFileSync(process.argv[2], 'utf8')))));
