import fc from 'fast-check';

import { buildFrame, featureSpec, fitContract, SeriesHistory } from '../src/index.js';
import { anyDays, panelOf } from './support/panels.js';

describe('a history that threads share', () => {
  it('has the series, the results and the features of the one that it comes from', () => {
    fc.assert(
      fc.property(anyDays, fc.boolean(), (days, isKnown) => {
        const also = { tenantId: 'T', datasetUuid: 'never observed', ruleCode: '101' };
        const history = SeriesHistory.fromPanel(panelOf(days), { alsoSeries: isKnown ? [] : [also] });
        const shared = SeriesHistory.fromShared(structuredClone(history.share()));
        expect(shared.series).toEqual(history.series);
        expect(history.series.map((one) => shared.find(one))).toEqual([...history.series.keys()]);
        expect([shared.firstDay, shared.lastDay]).toEqual([history.firstDay, history.lastDay]);
        expect(shared.digest(shared.lastDay)).toBe(history.digest(history.lastDay));
        if (history.lastDay < history.firstDay) return;
        const contract = fitContract(featureSpec('extended'), history, { upToDay: history.lastDay });
        const frames = [history, shared].map((one) =>
          buildFrame(contract, one, one.requests({ day: history.lastDay + 1 })).columns.map(({ values }) => values),
        );
        expect(frames[1]).toEqual(frames[0]);
      }),
      { numRuns: 40 },
    );
  });

  it('is copied once, however many threads get it', () => {
    const shared = SeriesHistory.fromPanel(
      panelOf([{ dataset: 'a', rule: '101', day: 20_000, passes: 1, fails: 0 }]),
    ).share();
    const [one, other] = [structuredClone(shared), structuredClone(shared)];
    one.passes[0] = 7;
    expect(other.passes[0]).toBe(7);
  });
});
