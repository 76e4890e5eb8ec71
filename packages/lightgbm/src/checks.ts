import { argumentChecks } from '@dqs/native-support';

import { invalidArgument } from './errors.js';

export { suggest } from '@dqs/native-support';

/** Checks of arguments that throw this package's `invalid-argument`. */
export const { checkInteger, checkNumber, checkOneOf, checkOptions, checkString } = argumentChecks(invalidArgument);
