// Ends the process with code 3 while a training and the making of a DMatrix are under way.
import { DMatrix, train } from '../../src/index.js';
import { table } from '../support/data.js';

const { columns, label } = table(1, 20_000);
const data = await DMatrix.from(columns, { label });
void train({ tree_method: 'hist' }, data, { rounds: 1e6 });
void DMatrix.from(columns, { label });
setTimeout(() => process.exit(3), Number(process.argv[2] ?? 150));
