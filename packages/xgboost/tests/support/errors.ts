import type { XGBoostError, XGBoostErrorCode } from '../../src/index.js';

/** Expects a call to throw, or a promise to reject, with a code and a message that contains `text`. */
export async function expectError(
  work: () => unknown,
  code: XGBoostErrorCode,
  text: string | RegExp = '',
): Promise<void> {
  let error: XGBoostError | undefined;
  try {
    await work();
  } catch (caught) {
    error = caught as XGBoostError;
  }
  expect(error?.name).toBe('XGBoostError');
  expect([error?.code, error?.message]).toEqual([code, expect.stringMatching(text)]);
}
