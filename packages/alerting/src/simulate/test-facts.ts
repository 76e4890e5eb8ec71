import type { Catalog, CatalogSeries } from '@dqs/core/catalog';
import { instantOf } from '@dqs/core/wording';

import {
  type DayResult,
  EARNED_E,
  type ForecastFacts,
  type ModelFacts,
  type SeriesFacts,
  type SourceFacts,
  type SystemFacts,
  type TickFacts,
} from '../facts/facts.js';
import type { Policy } from '../policy/policy.js';
import type { TestDocument, TestModel, TestPart, TestSeries, TestSource } from '../policy/test-shape.js';

/** Where the days of a test without a start lie: a Monday, far from any date of a calendar. */
const SOME_MONDAY = 4;
const DAYS_KEPT = 28;

/** The facts of every day of a test, at its time of day by the policy's clock. */
export function factsOfTest(test: TestDocument, policy: Policy, catalog: Catalog): readonly TickFacts[] {
  const first = test.start ?? SOME_MONDAY;
  const days = Math.max(
    1,
    ...test.series.map(({ pass }) => pass.length),
    ...test.sources.map(({ arrival_lag: lags }) => lags.length),
    ...[...test.models, ...test.system].flatMap((one) => Object.values(one).map(daysOf)),
    ...test.expect.map(({ day }) => day + 1),
  );
  return Array.from({ length: days }, (_, i) => ({
    at: instantOf(first + i, test.at, policy.timezone),
    day: first + i,
    series: test.series.map((one) => seriesOfTest(one, i, first, policy, catalog)),
    sources: test.sources.map((one) => sourceOfTest(one, i)),
    models: test.models.map((one) => modelOfTest(one, i)),
    system: test.system.map((one) => partOfTest(one, i)),
  }));
}

/** Days that a value of a test says something of. */
function daysOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function modelOfTest(test: TestModel, i: number): ModelFacts {
  return {
    model: test.model,
    labels: {},
    ...onDay('liveVsNaive', test.live_vs_naive, i),
    ...onDay('liveVsBacktest', test.live_vs_backtest, i),
    ...onDay('coverage80', test.coverage_80, i),
    ...onDay('coverage95', test.coverage_95, i),
    ...onDay('skill', test.skill, i),
    ...onDay('age', test.age, i),
  };
}

function partOfTest({ part, kind, ok, age, failures, share }: TestPart, i: number): SystemFacts {
  return {
    part,
    labels: {},
    ...(kind !== undefined && { kind }),
    ...onDay('ok', ok, i),
    ...onDay('age', age, i),
    ...onDay('failures', failures, i),
    ...onDay('share', share, i),
  };
}

/** The fact of a day; nothing where none is given. */
function onDay<K extends string, T>(
  name: K,
  values: readonly (T | null)[] | undefined,
  i: number,
): Partial<Record<K, T>> {
  const value = values?.[i];
  return value == null ? {} : ({ [name]: value } as Record<K, T>);
}

/** A source has arrived on a day whose lag is given and not beyond what is usual. */
function sourceOfTest({ source, owner, arrival_lag: lags, late_after: usual }: TestSource, i: number): SourceFacts {
  const lag = lags[i];
  return {
    source,
    labels: { source, ...(owner !== undefined && { owner }) },
    arrived: lag != null && lag <= usual,
    ...(lag != null && { arrivalLag: lag }),
    quantiles: [{ level: 0.99, lag: usual }],
  };
}

function seriesOfTest(test: TestSeries, i: number, first: number, policy: Policy, catalog: Catalog): SeriesFacts {
  const asked: CatalogSeries = {
    source: test.source,
    tenantId: test.tenant,
    datasetUuid: test.dataset,
    datasetName: test.dataset,
    ruleCode: test.rule,
    ...(test.tags && { tags: test.tags }),
  };
  const { owner, target, importance, tags, runbook } = catalog.resolve(asked);
  const forecast = forecastOf(test.p_below_target?.[i], first + i + 1);
  return {
    id: JSON.stringify([test.tenant, test.dataset, test.rule]),
    labels: {
      source: test.source,
      tenant: test.tenant,
      dataset: test.dataset,
      datasetName: test.dataset,
      rule: test.rule,
      ...(owner && { owner: owner.value }),
      ...(tags && { tags: tags.value }),
      ...(runbook && { runbook: runbook.value }),
    },
    target: target?.value ?? policy.target,
    importance: importance?.value ?? policy.importance,
    results: resultsOf(test, i, first),
    ...(forecast && { forecast }),
    earned: { pool: 'test', e: test.earned ? EARNED_E : 1, veto: false },
  };
}

/** Results up to a day. Before the first day each day passes in full, so that no rule waits for executions. */
function resultsOf({ n, pass }: TestSeries, i: number, first: number): readonly DayResult[] {
  return Array.from({ length: DAYS_KEPT }, (_, k) => i - DAYS_KEPT + 1 + k).flatMap((at) => {
    const passes = at < 0 ? n : pass[at];
    return passes == null ? [] : [{ day: first + at, passes, fails: n - passes, errors: 0 }];
  });
}

/** Odds alone, without a forecast's percentages, which a test does not give. */
function forecastOf(pBelowTarget: number | null | undefined, day: number): ForecastFacts | undefined {
  if (pBelowTarget == null) return undefined;
  const none = Number.NaN;
  return {
    day,
    pBelowTarget,
    expected: none,
    predicted: none,
    lower80: none,
    upper80: none,
    lower95: none,
    upper95: none,
    naive: null,
  };
}
