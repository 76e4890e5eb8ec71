import * as fc from 'fast-check';

import { FORECAST_REQUEST, plainForecastRequest } from '../src/v1/forecast-request.js';

const odd = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.constant([]), fc.constant({}));
/** Nearly always what is meant, at times what is not. */
const mostly = <T>(value: fc.Arbitrary<T>, other: fc.Arbitrary<unknown> = odd) =>
  fc.oneof({ weight: 30, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: other });
const text = mostly(
  fc.oneof(fc.constantFrom('orders', '101', '', 'x'.repeat(1000), '__proto__'), fc.string({ maxLength: 5 })),
  fc.oneof(odd, fc.constant('x'.repeat(1001))),
);
const calendar = fc
  .date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9999-12-31') })
  .map((at) => at.toISOString().slice(0, 10));
const noDate = fc.constantFrom(
  '2026-02-29',
  '0000-01-01',
  ' 2026-5-1',
  '2026-05-1T',
  '2026-05-01T00:00:00Z',
  '2026-13-01',
  '',
);
const date = mostly(fc.oneof(calendar, fc.constantFrom('2024-02-29', '2026-05-01')), fc.oneof(odd, noDate));
const asked = fc.record(
  { tenant_id: text, dataset_uuid: text, rule_code: text, business_date: date, as_of_date: date },
  { requiredKeys: ['dataset_uuid', 'rule_code', 'business_date'] },
);
const more = fc.tuple(asked, fc.string()).map(([one, name]) => ({ ...one, [`${name} more`]: 1 }));
const forecasts = mostly(fc.array(mostly(asked, more), { maxLength: 3, minLength: 1 }), fc.oneof(odd, fc.constant([])));
const body = mostly(fc.record({ forecasts }), fc.oneof(odd, fc.record({ forecasts, model: text })));

const REQUEST = { dataset_uuid: 'orders', rule_code: '101', business_date: '2026-05-01' };

describe('a request for forecasts that is read without its schema', () => {
  it('says what the schema says it does, whatever was sent', () => {
    const seen = { plain: 0, other: 0 };
    fc.assert(
      fc.property(body, (sent) => {
        const value: unknown = JSON.parse(JSON.stringify(sent));
        const plain = plainForecastRequest(value);
        seen[plain === undefined ? 'other' : 'plain'] += 1;
        if (plain !== undefined) expect(plain).toEqual(FORECAST_REQUEST.parse(value));
      }),
      { seed: 5, numRuns: 3000 },
    );
    expect(Math.min(seen.plain, seen.other)).toBeGreaterThan(200);
  });

  it('is the usual one; all else is left to the schema', () => {
    expect(plainForecastRequest({ forecasts: [{ ...REQUEST, tenant_id: 'acme' }, REQUEST] })).toBeDefined();
    const others = [
      null,
      [],
      'x',
      {},
      { forecasts: [] },
      { model: 'checks', forecasts: [REQUEST] },
      { forecasts: [[REQUEST]] },
    ];
    expect(others.map((other) => plainForecastRequest(other))).toEqual(others.map(() => undefined));
    expect(plainForecastRequest({ forecasts: Array.from({ length: 10_001 }, () => REQUEST) })).toBeUndefined();
  });
});
