import { fromNative } from '../../src/errors.js';

/** The error code of a call: whatever its arguments, the native side throws an Error with a code or succeeds. */
export async function codeOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return (fromNative(error) as { code?: unknown }).code;
  }
  return 'nothing thrown';
}
