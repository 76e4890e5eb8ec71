import { DqsError } from '@dqs/core';
import { LightGBMError, lightgbmVersion } from '@dqs/lightgbm';

import type { ModelEngine } from '../backend.js';

/** The library behind every model of this folder. */
export const LIGHTGBM_ENGINE: ModelEngine = {
  name: 'LightGBM',
  get version() {
    return lightgbmVersion();
  },
  package: '@dqs/lightgbm',
};

/** Runs native work and turns its failures into DqsErrors that include LightGBM's message. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (DqsError.is(cause) || !(cause instanceof LightGBMError)) throw cause;
    throw new DqsError(codeOf(cause), messageOf(cause), {
      cause,
      details: { engine: LIGHTGBM_ENGINE.name, engineCode: cause.code },
    });
  }
}

function codeOf({ code }: LightGBMError) {
  switch (code) {
    case 'aborted':
      return 'aborted';
    case 'invalid-argument':
      return 'invalid-argument';
    case 'native-missing':
    case 'native-incompatible':
      return 'model-engine-missing';
    case 'invalid-model':
      return 'bundle-corrupt';
    default:
      return 'model-training-failed';
  }
}

function messageOf({ code, message }: LightGBMError): string {
  if (code === 'aborted') return 'the training was interrupted';
  return code.startsWith('native-') ? `the engine ${LIGHTGBM_ENGINE.name} cannot be loaded: ${message}` : message;
}
