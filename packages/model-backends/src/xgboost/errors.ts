import { DqsError } from '@dqs/core';
import { XGBoostError } from '@dqs/xgboost';

/** The engine's usual name. */
export const ENGINE_NAME = 'XGBoost';

/** Runs the engine's work and turns its failures into DqsErrors that include XGBoost's message. */
export async function translated<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (DqsError.is(cause) || !(cause instanceof XGBoostError)) throw cause;
    const details = { engine: ENGINE_NAME, engineCode: cause.code };
    throw new DqsError(codeOf(cause), messageOf(cause), { cause, details });
  }
}

function codeOf({ code }: XGBoostError) {
  switch (code) {
    case 'aborted':
      return 'aborted';
    case 'invalid-argument':
      return 'invalid-argument';
    case 'library-missing':
    case 'library-incompatible':
    case 'native-missing':
    case 'native-incompatible':
      return 'model-engine-missing';
    case 'invalid-model':
      return 'bundle-corrupt';
    default:
      return 'model-training-failed';
  }
}

function messageOf({ code, message }: XGBoostError): string {
  if (code === 'aborted') return 'the training was interrupted';
  return /^(native|library)-/.test(code) ? `the engine ${ENGINE_NAME} cannot be loaded: ${message}` : message;
}
