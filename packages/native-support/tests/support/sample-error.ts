import { errorFamily, type CommonErrorCode } from '../../src/index.js';

/** An engine's error class, as an engine writes it. */
export class SampleError extends Error {
  override readonly name = 'SampleError';

  constructor(
    readonly code: CommonErrorCode | 'sample',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const CODES = ['aborted', 'busy', 'closed', 'invalid-argument', 'native-incompatible', 'native-missing', 'sample'];

export const errors = errorFamily(SampleError, new Set(CODES));

/** What a call throws, as plain data. */
export function thrownBy(work: () => unknown): { code: unknown; message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const { code, message } = error as SampleError;
    return { code, message };
  }
}
