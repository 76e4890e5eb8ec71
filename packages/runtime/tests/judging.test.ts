import { limitsOf } from '../src/index.js';

describe('limits of gates that are set', () => {
  it('are those that the gates get', () => {
    expect(limitsOf({ limit: { minSkill: 0.3 } })).toEqual({ minSkill: 0.3 });
    expect(limitsOf({})).toEqual({});
  });

  it.each([
    [{ minSkil: 0 }, 'did you mean "minSkill"?'],
    [{ minSkill: -3, maxMae: -1 }, 'maxMae: '],
  ])('refuses %j as a wrong setting', (limit, reason) => {
    expect(() => limitsOf({ limit })).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(reason) }),
    );
  });
});
