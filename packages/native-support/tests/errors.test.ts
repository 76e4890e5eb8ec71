import { errors, SampleError, thrownBy } from './support/sample-error.js';

/** As node-addon-api throws: a plain Error, with a code or without. */
const plain = (message: string, code?: unknown) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('an error of the native layer', () => {
  it("becomes the engine's error, with its code, its text and itself as the cause", () => {
    const cause = plain('not enough memory', 'sample');
    const error = errors.fromNative(cause);
    expect(error).toBeInstanceOf(SampleError);
    expect(error).toMatchObject({ code: 'sample', message: 'not enough memory', cause });
  });

  it.each([[undefined], ['ERR_NAPI'], [7]])('with the unknown code %p is about an argument', (code) => {
    expect(errors.fromNative(plain('A number was expected', code))).toMatchObject({ code: 'invalid-argument' });
  });

  it("that already is the engine's, or not an Error at all, stays unchanged", () => {
    const own = new SampleError('closed', 'the Counter is closed');
    expect(errors.fromNative(own)).toBe(own);
    expect(errors.fromNative('thrown text')).toBe('thrown text');
    expect(errors.fromNative(undefined)).toBeUndefined();
  });

  it('is translated when thrown by a synchronous call; results pass unchanged', () => {
    expect(errors.call(() => 7)).toBe(7);
    const work = () =>
      errors.call(() => {
        throw plain('the Counter is closed', 'closed');
      });
    expect(thrownBy(work)).toEqual({ code: 'closed', message: 'the Counter is closed' });
  });
});

describe('an error of an argument', () => {
  it('says where it occurred', () => {
    expect(errors.invalidArgument('rows', 'expected 3')).toMatchObject({
      code: 'invalid-argument',
      message: 'rows: expected 3',
    });
  });
});

describe('an aborted call', () => {
  it("has the signal's reason as its cause", () => {
    expect(errors.aborted(AbortSignal.abort('enough'))).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(errors.aborted(undefined)).toMatchObject({ code: 'aborted', cause: undefined });
  });
});
