import { PanelBuilder, parseDay, type DailyPanel, type RuleCatalogue, type RuleResult } from '@dqs/core';
import fc from 'fast-check';

/** The panel of the given results. */
export function panelOf(results: readonly RuleResult[]): DailyPanel {
  const builder = new PanelBuilder();
  for (const result of results) builder.addResult(result);
  return builder.build();
}

/** One result with defaults: a pass of rule 101 on 2024-02-29. */
export function result(parts: Partial<Omit<RuleResult, 'key'>> & Partial<RuleResult['key']> = {}): RuleResult {
  const { source = 'S', tenantId = 'T', datasetUuid = 'u1', datasetName = 'Orders', ruleCode = '101', ...rest } = parts;
  return {
    key: { source, tenantId, datasetUuid, datasetName, ruleCode },
    day: day('2024-02-29'),
    outcome: 'pass',
    level: '',
    attribute: '',
    recordCount: Number.NaN,
    filteredCount: Number.NaN,
    ...rest,
  };
}

/** `count` copies of a result. */
export function times(count: number, parts: Parameters<typeof result>[0]): RuleResult[] {
  return Array.from({ length: count }, () => result(parts));
}

/** The day number of a valid date. */
export function day(text: string): number {
  const value = parseDay(text);
  if (value === undefined) throw new Error(`${text} is no date`);
  return value;
}

/** Metadata of rules 101 and R001. */
export const RULES: RuleCatalogue = new Map([
  ['101', rule('ROW_COUNT', 'Completeness', 'C1')],
  ['R001', rule('FRESHNESS', 'Timeliness', 'C2')],
]);

function rule(ruleName: string, dimension: string, category: string) {
  return { ruleName, ruleType: 'DATASET', dimension, ruleDescription: `${ruleName}, described`, category };
}

const anyName = fc.oneof(
  fc.constantFrom('Orders', '', 'a,b', 'say "x"', 'two\nlines', 'cr\r\nlf', '=1+1', '@x', '\u{1F600}', '発注', "'q"),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const anyCount = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 5_000_000 }));

/** Any results over about 400 days, with keys, names and levels that meet often. */
export const anyResults: fc.Arbitrary<RuleResult[]> = fc.array(anyName, { minLength: 1, maxLength: 3 }).chain((names) =>
  fc.array(
    fc.record({
      key: fc.record({
        source: fc.constantFrom('A', 'B'),
        tenantId: fc.constant('T'),
        datasetUuid: fc.constantFrom('u1', 'u2'),
        datasetName: fc.constantFrom(...names),
        ruleCode: fc.constantFrom('101', 'R001', '007'),
      }),
      day: fc.oneof(fc.integer({ min: 19_600, max: 20_010 }), fc.integer({ min: 19_960, max: 20_010 })),
      outcome: fc.constantFrom('pass' as const, 'pass' as const, 'fail' as const, 'error' as const),
      level: fc.constantFrom('', 'ATTRIBUTE', 'DATASET'),
      attribute: fc.constantFrom('', 'amount', 'email'),
      recordCount: anyCount,
      filteredCount: anyCount,
    }),
    { maxLength: 80 },
  ),
);
