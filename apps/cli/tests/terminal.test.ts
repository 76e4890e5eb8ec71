import { spawnSync } from 'node:child_process';

import { environment, PROGRAM } from './support/dqs.js';

/** Gives programs a terminal; part of every Debian. */
const isThere = spawnSync('script', ['--version']).error === undefined;
const CONTROL = /\u001b\[[\d;?]*[A-Za-z]|\r/g;

/** What a command shows on a terminal of that width. */
function shown(command: string, columns: number): string {
  const line = `stty cols ${columns}; "${process.execPath}" "${PROGRAM}" ${command}`;
  const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], { encoding: 'utf8', env: environment() });
  return stdout.replace(CONTROL, '');
}

describe.each([80, 100])('on a terminal of %d columns', (columns) => {
  (isThere ? it : it.skip).each([
    ['features list', 'lag_1_day'],
    ['backends list', 'gradient boosted trees by LightGBM'],
    ['train --help', '--objective <name>'],
    ['help input', 'dataset_uuid'],
    ['batch status', 'error [config-invalid]'],
    ['predict --model s3://Bucket/model', 'error [config-invalid]'],
  ])('no line of dqs %s is longer', (command, told) => {
    const text = shown(command, columns);
    expect(text).toContain(told);
    expect(text.split('\n').filter((line) => line.length > columns)).toEqual([]);
  });
});
