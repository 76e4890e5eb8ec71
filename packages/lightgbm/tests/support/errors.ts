import type { LightGBMError, LightGBMErrorCode } from '../../src/index.js';

/** Expects a call to throw, or a promise to reject, with a code and a message that contains `text`. */
export async function expectError(
  work: () => unknown,
  code: LightGBMErrorCode,
  text: string | RegExp = '',
): Promise<void> {
  let error: LightGBMError | undefined;
  try {
    await work();
  } catch (caught) {
    error = caught as LightGBMError;
  }
  expect(error?.name).toBe('LightGBMError');
  expect([error?.code, error?.message]).toEqual([code, expect.stringMatching(text)]);
}
