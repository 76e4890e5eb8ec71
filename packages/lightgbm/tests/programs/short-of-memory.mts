// Makes a dataset while the process may hardly grow: prints the code of each error, then that it still works.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Dataset, LightGBMError } from '../../src/index.js';

const rows = 3_000_000;
const column = Uint8Array.from({ length: rows }, (_, i) => 1 + (i % 100));
const columns = [column, column, column, column];
const small = [column.subarray(0, 500)];
await Dataset.fromColumns(small); // whatever is made once is made now

const limit = (bytes: number | 'unlimited'): void => {
  execFileSync('prlimit', ['--pid', String(process.pid), `--as=${bytes}:unlimited`]);
};
const megabytes = Number(process.argv[2] ?? 100);
const size = Number(/VmSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
limit(size + megabytes * 2 ** 20);
const codes: string[] = [];
for (let i = 0; i < 3; i++) {
  try {
    await Dataset.fromColumns(columns, { params: { bin_construct_sample_cnt: rows, num_threads: 2 } });
    codes.push('made');
  } catch (error) {
    codes.push(error instanceof LightGBMError ? `${error.code}: ${error.message}` : String(error));
  }
}
limit('unlimited');
codes.push(String((await Dataset.fromColumns(small)).numRows));
console.log(JSON.stringify(codes));
