// Imports the package, then uses the binary; prints the error, or how idle OpenMP threads were told to wait.
import { availableEngines } from '../../src/index.js';
import type { LightGBMError } from '../../src/index.js';

try {
  availableEngines();
  console.log(JSON.stringify({ code: 'loaded', message: process.env['OMP_WAIT_POLICY'] }));
} catch (error) {
  const { code, message } = error as LightGBMError;
  console.log(JSON.stringify({ code, message }));
}
