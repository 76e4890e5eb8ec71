import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';

import * as index from '../src/index.js';
import { script } from './support/programs.js';

describe('@dqs/native-support', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(index).sort()).toEqual([
      'argumentChecks',
      'binaryLoader',
      'describe',
      'errorFamily',
      'jobRunner',
      'matrixChecks',
      'suggest',
    ]);
  });

  it('exports exactly these names for the scripts of native packages', () => {
    const { stdout } = script(join(__dirname, 'addon'), 'console.log(JSON.stringify(Object.keys(support)))');
    expect((JSON.parse(stdout) as string[]).sort()).toEqual([
      'OLDEST_GLIBC',
      'buildAddon',
      'compileInto',
      'describeAddon',
      'headerDirectories',
      'newestVersions',
      'olderSystems',
      'packPrebuilt',
      'prebuiltPackages',
      'run',
    ]);
  });
});

describe('types of @dqs/native-support, which exist for the compiler alone, are exactly these', () => {
  it('in src/index.ts', () => {
    expect(exportedTypes(join(__dirname, '../src/index.ts'))).toEqual([
      'AbortFunctions',
      'ArgumentChecks',
      'BinaryLoader',
      'BinaryOptions',
      'Column',
      'CommonErrorCode',
      'DenseMatrix',
      'ErrorFamily',
      'Handle',
      'JobOptions',
      'JobOutcome',
      'JobRunner',
      'Logger',
      'Matrix',
      'MatrixChecks',
      'NativeErrorClass',
      'NativeMatrix',
      'Reject',
    ]);
  });
});
