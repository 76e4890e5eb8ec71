import { matrixChecks } from '@dqs/native-support';

import { invalidArgument } from './errors.js';

export type { Column, DenseMatrix, Matrix } from '@dqs/native-support';

/** Checks of numbers that throw this package's `invalid-argument`. */
export const { checkMemory, toNativeMatrix } = matrixChecks(invalidArgument);
