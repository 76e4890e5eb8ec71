import fc from 'fast-check';

import { buildFrame, observedRequests, SeriesHistory, usualExecutions } from '../src/index.js';
import { bitsOf, contractOf, SPECS } from './support/frames.js';
import { anyDays, MONDAY, panelOf } from './support/panels.js';

const anyHorizon = fc.integer({ min: 1, max: 10 });
const anyAsOf = fc.integer({ min: MONDAY - 2, max: MONDAY + 80 });

describe.each(SPECS)('no look into the future, spec %s', (spec) => {
  it('changing, adding or deleting any result after the as-of day changes no feature bit', () => {
    fc.assert(
      fc.property(anyDays, anyDays, anyAsOf, anyHorizon, (days, others, asOf, horizon) => {
        const past = days.filter((day) => day.day <= asOf);
        // The series must be the same ones in all three worlds; they differ in what happened after the as-of day.
        const anchors = days.concat(others).map((day) => ({ ...day, day: MONDAY - 5 }));
        const worlds = [days, past, past.concat(others.filter((day) => day.day > asOf))];
        const contract = contractOf(spec, panelOf(anchors));
        const bits = worlds.map((world) => {
          const history = SeriesHistory.fromPanel(panelOf(world.concat(anchors)));
          const count = history.series.length;
          const requests = {
            series: Int32Array.from({ length: count }, (_, i) => i),
            targetDay: new Int32Array(count).fill(asOf + horizon),
            asOfDay: new Int32Array(count).fill(asOf),
          };
          return [...bitsOf(buildFrame(contract, history, requests)), usualExecutions(history, requests).join()];
        });
        expect(bits[1]).toEqual(bits[0]);
        expect(bits[2]).toEqual(bits[0]);
      }),
      { numRuns: 150 },
    );
  });

  it('training features equal prediction features, bit for bit', () => {
    fc.assert(
      fc.property(anyDays, anyHorizon, (days, horizon) => {
        const whole = SeriesHistory.fromPanel(panelOf(days));
        const contract = contractOf(spec, panelOf(days));
        const training = observedRequests(whole, { fromDay: 0, toDay: 99_999, horizon });
        const trained = bitsOf(buildFrame(contract, whole, training));
        // Prediction knows nothing but the results up to the as-of day, and asks for one row at a time.
        const predicted = Array.from(training.series, (series, row) => {
          const id = whole.series[series]!;
          const asOf = training.asOfDay[row]!;
          const history = SeriesHistory.fromPanel(panelOf(days.filter((day) => day.day <= asOf)), {
            alsoSeries: [id],
          });
          return bitsOf(
            buildFrame(contract, history, {
              series: Int32Array.of(history.find(id)),
              targetDay: Int32Array.of(training.targetDay[row]!),
              asOfDay: Int32Array.of(asOf),
            }),
          );
        });
        const joined = trained.map((bits, column) => {
          const name = bits.slice(0, bits.indexOf(':') + 1);
          return name + predicted.map((row) => row[column]!.slice(name.length)).join('');
        });
        expect(joined).toEqual(trained);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a history view', () => {
  it('refuses a request that could see its own target', () => {
    const panel = panelOf([{ dataset: 'a', rule: '1', day: MONDAY, passes: 1, fails: 0 }]);
    const history = SeriesHistory.fromPanel(panel);
    const request = { series: Int32Array.of(0), targetDay: Int32Array.of(MONDAY), asOfDay: Int32Array.of(MONDAY) };
    expect(() => buildFrame(contractOf('classic', panel), history, request)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
});
