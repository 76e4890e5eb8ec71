import { SeriesHistory } from '../src/index.js';
import { CommonFactor } from '../src/thresholds/common-factor.js';
import { RuleShares } from '../src/thresholds/rule-shares.js';
import { MOST_LAG, SeriesStates } from '../src/thresholds/series-states.js';
import { MONDAY, panelOf } from './support/panels.js';

/** States of a series after results on those days. */
function statesAfter(days: readonly number[]): SeriesStates {
  const results = days.map((day) => ({ dataset: 'a', rule: '101', day: MONDAY + day, passes: 3, fails: 1 }));
  // A second series, so that there is a history where the first has no results.
  const other = { dataset: 'b', rule: '101', day: MONDAY, passes: 1, fails: 0 };
  const history = SeriesHistory.fromPanel(panelOf([...results, other]), {
    alsoSeries: [{ tenantId: 'T', datasetUuid: 'a', ruleCode: '101' }],
  });
  const known = {
    history,
    shares: new RuleShares(history),
    factor: new CommonFactor(history),
    evidence: { bankOf: () => undefined },
  };
  const states = new SeriesStates(
    known,
    history.series.findIndex(({ datasetUuid }) => datasetUuid === 'a'),
  );
  states.advance(MONDAY + 400);
  return states;
}

describe('the observed days that a horizon is likely to be', () => {
  const lags = (days: readonly number[]) => [1, 2, 7, 14, 30].map((horizon) => statesAfter(days).lagOf(horizon));

  it('are its days for a series that is observed every day, up to the most that states look ahead', () => {
    expect(lags([0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual([1, 2, 7, MOST_LAG, MOST_LAG]);
  });

  it('are the days where nothing tells how often it is observed', () => {
    expect(lags([])).toEqual([1, 2, 7, MOST_LAG, MOST_LAG]);
    expect(lags([5])).toEqual([1, 2, 7, MOST_LAG, MOST_LAG]);
  });

  it('are fewer for a series that is observed every week, from its second day on', () => {
    expect(lags([0, 7])).toEqual([1, 1, 1, 2, 4]);
    expect(lags([0, 7, 14, 21])).toEqual([1, 1, 1, 2, 4]);
  });

  it('follow the latest seven gaps: how often it was observed before does not count', () => {
    const weeklySince = [0, 1, 2, 3, 4, ...Array.from({ length: 7 }, (_, i) => 11 + 7 * i)];
    expect(lags(weeklySince)).toEqual([1, 1, 1, 2, 4]);
  });
});
