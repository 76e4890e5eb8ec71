import { OUTCOME_SCHEMA } from '../src/index.js';

describe('names such as __proto__', () => {
  it('are refused where a record would lose them silently', () => {
    const arms = '{"control":{"loss":1},"__proto__":{"loss":2}}';
    const outcome: unknown = JSON.parse(`{"unit":"u","day":"2026-01-31","arms":${arms}}`);
    expect(OUTCOME_SCHEMA.safeParse(outcome).success).toBe(false);
  });
});
