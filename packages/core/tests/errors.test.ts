import { DqsError, editDistance, ERROR_CATALOGUE, errorEntry, nearestName, throwIfAborted } from '../src/index.js';

describe('DqsError', () => {
  it('carries code, details and cause', () => {
    const cause = new Error('disk');
    const error = new DqsError('input-not-found', 'no file', { details: { path: 'x' }, cause });
    expect(error).toMatchObject({ code: 'input-not-found', details: { path: 'x' }, cause, name: 'DqsError' });
    expect(DqsError.is(error)).toBe(true);
    expect(DqsError.is(cause)).toBe(false);
    for (const other of [{ name: 'DqsError', code: 'x' }, null, undefined, 'DqsError']) {
      expect(DqsError.is(other)).toBe(false);
    }
  });

  it('knows an error of another copy of the package, also one of a subclass', async () => {
    let copy: typeof import('../src/index.js') | undefined;
    await jest.isolateModulesAsync(async () => {
      copy = await import('../src/index.js');
    });
    class Special extends copy!.DqsError {}
    for (const error of [new copy!.DqsError('aborted', 'x'), new Special('aborted', 'x')]) {
      expect(error).not.toBeInstanceOf(DqsError);
      expect(DqsError.is(error) && error.code).toBe('aborted');
    }
  });

  it('every code has a sentence', () => {
    for (const [code, { meaning }] of Object.entries(ERROR_CATALOGUE)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('a program ends with 130 for an interruption, 2 for wrong use, 3 for what must not count and 1 for the rest', () => {
    const codes = Object.keys(ERROR_CATALOGUE);
    const having = (exit: number) => codes.filter((code) => errorEntry(code).exitCode === exit);
    expect(having(130)).toEqual(['aborted']);
    expect(having(2)).toEqual([
      'batch-plan-mismatch',
      'catalog-invalid',
      'config-invalid',
      'incident-invalid',
      'invalid-argument',
      'model-backend-unknown',
      'model-backend-unsupported',
      'name-ambiguous',
      'panel-set-overlap',
      'policy-invalid',
      'request-invalid',
      'retraining-invalid',
      'route-unknown',
      'tenant-ambiguous',
      'webhook-invalid',
    ]);
    expect(having(3)).toEqual(['batch-not-deterministic', 'gates-failed']);
    expect(having(1)).toHaveLength(codes.length - 18);
    expect(errorEntry('toString')).toEqual({ meaning: '', exitCode: 1 });
  });

  it('an aborted signal throws the code aborted', () => {
    expect(() => throwIfAborted(undefined)).not.toThrow();
    expect(() => throwIfAborted(AbortSignal.abort())).toThrow(expect.objectContaining({ code: 'aborted' }));
  });
});

describe('suggestions', () => {
  it('the distance counts insertions, deletions and substitutions', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('same', 'same')).toBe(0);
  });

  it('case, spaces, dashes and underscores do not count', () => {
    expect(nearestName('Business Date', ['dataset_uuid', 'business_date'])).toBe('business_date');
    expect(nearestName('buisness_date', ['dataset_uuid', 'business_date'])).toBe('business_date');
    expect(nearestName('colour', ['rule_code', 'results'])).toBeUndefined();
  });
});
