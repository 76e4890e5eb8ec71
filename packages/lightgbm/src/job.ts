import { jobRunner } from '@dqs/native-support';

import { native } from './binding.js';
import * as errors from './errors.js';

export type { JobOptions, Logger } from '@dqs/native-support';

/** Native jobs with this package's errors. */
export const { runJob } = jobRunner(native, errors);
