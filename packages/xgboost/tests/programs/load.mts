// Imports the package, then loads the library; prints the error, or how idle OpenMP threads were told to wait.
import { loadLibrary } from '../../src/index.js';
import type { XGBoostError } from '../../src/index.js';

try {
  const path = process.argv[2];
  const { version, source } = loadLibrary(path === undefined ? {} : { path });
  console.log(JSON.stringify({ code: 'loaded', message: process.env['OMP_WAIT_POLICY'], version, source }));
} catch (error) {
  const { code, message } = error as XGBoostError;
  console.log(JSON.stringify({ code, message }));
}
