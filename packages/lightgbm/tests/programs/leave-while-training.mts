// Ends the process with code 3 while a training and a dataset construction are under way.
import { Dataset, train } from '../../src/index.js';
import { table } from '../support/data.js';

const { columns, label } = table(1, 20_000);
const dataset = await Dataset.fromColumns(columns, { label });
void train({}, dataset, { rounds: 1e6 });
void Dataset.fromColumns(columns, { label });
setTimeout(() => process.exit(3), 150);
