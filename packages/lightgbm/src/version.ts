import { native } from './binding.js';
import { call } from './errors.js';

/**
 * Version of the compiled-in LightGBM, from its VERSION.txt: 4.1.0.99, unless the binary was built from the sources of
 * another release.
 *
 * @throws LightGBMError if there is no usable native binary.
 */
export function lightgbmVersion(): string {
  return call(() => native().version());
}
