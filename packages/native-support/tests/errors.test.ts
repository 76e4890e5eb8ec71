import { errors, SampleError, thrownBy } from './support/sample-error.js';

/** As node-addon-api throws: a plain Error, with a code or without. */
const plain = (message: string, code?: unknown) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('an error of the native layer', () => {
  it('becomes one of the engine, with its code, its text and itself as the cause', () => {
    const cause = plain('not enough memory', 'sample');
    const error = errors.fromNative(cause);
    expect(error).toBeInstanceOf(SampleError);
    expect(error).toMatchObject({ code: 'sample', message: 'not enough memory', cause });
  });

  it.each([[undefined], ['ERR_NAPI'], [7]])('with the code %p, which is none of ours, is about an argument', (code) => {
    expect(errors.fromNative(plain('A number was expected', code))).toMatchObject({ code: 'invalid-argument' });
  });

  it('that is ours already, or no Error at all, stays what it is', () => {
    const own = new SampleError('closed', 'the Counter is closed');
    expect(errors.fromNative(own)).toBe(own);
    expect(errors.fromNative('thrown text')).toBe('thrown text');
    expect(errors.fromNative(undefined)).toBeUndefined();
  });

  it('is translated where it comes out of a synchronous call, whose result passes', () => {
    expect(errors.call(() => 7)).toBe(7);
    const work = () =>
      errors.call(() => {
        throw plain('the Counter is closed', 'closed');
      });
    expect(thrownBy(work)).toEqual({ code: 'closed', message: 'the Counter is closed' });
  });
});

describe('an error of an argument', () => {
  it('says where', () => {
    expect(errors.invalidArgument('rows', 'expected 3')).toMatchObject({
      code: 'invalid-argument',
      message: 'rows: expected 3',
    });
  });
});

describe('an aborted call', () => {
  it('gives the reason of the signal as its cause', () => {
    expect(errors.aborted(AbortSignal.abort('enough'))).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(errors.aborted(undefined)).toMatchObject({ code: 'aborted', cause: undefined });
  });
});
