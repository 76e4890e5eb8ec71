import { createElement, type FunctionComponent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

import {
  backendErrors,
  BarsFigure,
  CourseFigure,
  CoverageFigure,
  daily,
  oddsReliability,
  OddsFigure,
  ParallelFigure,
  PitFigure,
  rangeCoverage,
  seriesName,
  State,
  STATES,
  type Course,
} from '../src/components.js';
import { coverageOfPools, errorByDay, oddsOfWindow, pitOfWindow, poolName } from '../src/charts/data/monitoring.js';
import { monitored, nothingGraded } from './support/monitored.js';
import { backendComparison, backtestReport, evaluation, EVIL } from './support/results.js';

function drawn<P extends object>(figure: FunctionComponent<P>, props: P): string {
  return renderToStaticMarkup(createElement(figure, props));
}

const days = (count: number, first = '2026-01-01') =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(first) + i * 86_400_000).toISOString().slice(0, 10));

function course(values: readonly (number | null)[], form: 'line' | 'steps' | 'dots' = 'line'): Course {
  return {
    title: 'Errors',
    finding: 'they fall',
    places: { kind: 'day', labels: days(values.length) },
    lines: [{ name: 'model', role: 'forecast', form, values }],
    unit: '',
    digits: 1,
  };
}

describe('a course', () => {
  const html = (one: Course) => drawn(CourseFigure, { course: one });

  it('without a place is an empty frame of 0 to 1', () => {
    const empty = html(course([]));
    expect(empty).toMatch(/class="tick"[^>]*>1\.0</);
    expect(empty).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('of one value, or of equal ones, has an axis around it', () => {
    for (const values of [[5], [5, 5, 5]]) {
      expect(html(course(values))).toMatch(/class="tick"[^>]*>5\.0</);
      expect(html(course(values))).not.toMatch(/NaN|Infinity/);
    }
  });

  it('shows a value whose neighbours are missing as a short line', () => {
    const [alone, joined] = [course([null, 2, null]), course([1, 2, null])].map(
      (one) => /class="[^"]*line forecast[^"]*" d="([^"]*)"/.exec(html(one))![1],
    );
    expect(alone).toMatch(/^M[\d.,]+L[\d.,]+$/);
    expect(alone!.match(/[\d.]+(?=,)/g)!.map(Number)).toEqual([400, 600]);
    expect(joined!.match(/[\d.]+(?=,)/g)!.map(Number)).toEqual([166.7, 500]);
  });

  it('has finer dots where there are many, and no dot where there is no result', () => {
    const values = Array.from({ length: 121 }, (_, i) => (i === 7 ? null : i));
    expect(html(course(values, 'dots'))).toContain('class="dots forecast fine"');
    expect(html(course(values, 'dots')).match(/<circle/g)).toHaveLength(120);
    expect(html(course(values.slice(0, 120), 'dots'))).toContain('class="dots forecast"');
  });

  it('breaks a range where an end of it is missing', () => {
    const band = { name: '95 %', tone: 'outer', form: 'line', low: [1, null, 1, 1], high: [2, 2, 2, 2] } as const;
    const path = /class="[^"]*band outer[^"]*" d="([^"]*)"/.exec(html({ ...course([1, 1, 1, 1]), bands: [band] }))![1];
    expect(path!.match(/M/g)).toHaveLength(2);
  });

  it('keeps to the ends of its clip, whatever its values', () => {
    const clipped = html({ ...course([1, 50, 1000]), clip: { low: 0, high: 100 } });
    expect(clipped).toMatch(/class="tick"[^>]*>100</);
    expect(clipped).not.toMatch(/class="tick"[^>]*>1,?000</);
  });

  it('has marks without a letter as words over a line that begins higher', () => {
    const marked = html({ ...course([1, 2, 3]), marks: [{ place: 1, text: '<late>' }] });
    expect(marked).toMatch(/class="lab strong halo"[^>]*>&lt;late&gt;</);
    expect(marked).not.toContain('class="letter"');
  });

  it('tells the year where a new one begins, but not of places that are no days', () => {
    const values = Array.from({ length: 60 }, (_, i) => i);
    const over = { ...course(values), places: { kind: 'day', labels: days(60, '2025-12-01') } } as const;
    expect(html(over)).toMatch(/<tspan[^>]*> 2026<\/tspan>/);
    expect(html({ ...over, places: { ...over.places, kind: 'trial' as never } })).not.toContain('<tspan');
  });
});

describe('days of a chart', () => {
  it('are all of them where they are few, those with results where they are far apart, and none of none', () => {
    expect(daily(['2026-01-01', '2026-01-03']).labels).toEqual(days(3));
    expect(daily(['1970-01-01', '2026-01-03']).labels).toEqual(['1970-01-01', '2026-01-03']);
    expect(daily([]).labels).toEqual([]);
  });
});

describe('the name of a series', () => {
  it('is its dataset, by its id where it has no name', () => {
    const [series] = backtestReport(1).series;
    expect(seriesName(series!)).toBe('orders 0 · 101');
    expect(seriesName({ ...series!, datasetName: '' })).toBe(`${series!.datasetUuid} · 101`);
  });
});

describe('charts of calibration', () => {
  it('keep a bin that only one of the two has', () => {
    const { calibration, ...rest } = evaluation();
    const { model, naive } = calibration!;
    const bins = { ...model, reliability: model.reliability.slice(1) };
    const other = { ...naive['last-28'], reliability: model.reliability.slice(0, 1) };
    const chart = oddsReliability({
      ...rest,
      calibration: { ...calibration!, model: bins, naive: { 'last-28': other } } as never,
    });
    expect(chart!.bins[0]).toMatchObject({ label: '0–10 %', rows: 0, said: null, happened: null, low: null });
    expect(chart!.bins[1]).toMatchObject({ label: '10–20 %', naiveSaid: null, naiveHappened: null });
    const html = drawn(OddsFigure, { chart: chart! });
    expect(html).not.toMatch(/NaN|undefined/);
    expect(html.match(/class="spot naive"/g)).toHaveLength(1);
  });

  it('count rules that a chart has no room for', () => {
    const { scores, ...rest } = evaluation();
    const rule = scores.find(({ kind }) => kind === 'rule')!;
    const many = { ...rest, scores: [...scores, ...Array.from({ length: 60 }, () => rule)] };
    expect(rangeCoverage(many)!.rows).toHaveLength(40);
    expect(rangeCoverage(many)!.note).toMatch(/; 26 more rules in the JSON$/);
  });
});

describe('charts of monitoring', () => {
  const report = monitored();
  const month = report.windows.find(({ days: span }) => span === 28)!;

  it('are none without a grade', () => {
    const empty = nothingGraded(report).windows.find(({ days: span }) => span === 28)!;
    expect(errorByDay({ ...report, daily: [] })).toBeUndefined();
    expect([oddsOfWindow(empty), pitOfWindow(empty), coverageOfPools(empty, report.pools)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([oddsOfWindow, pitOfWindow].map((made) => made({ ...month, calibration: null }))).toEqual([
      undefined,
      undefined,
    ]);
    expect(coverageOfPools({ ...month, calibration: null }, report.pools)).toBeUndefined();
  });

  it('count the days on which forecasts were closer, of those that have a naive one', () => {
    const at = { graded: 4, mae: 2, naiveMae: 3 };
    const daysOf = [at, { ...at, mae: 3 }, { ...at, naiveMae: null }, { ...at, mae: null }];
    const found = errorByDay({ ...report, daily: daysOf.map((one, i) => ({ ...one, date: days(4)[i]! })) });
    expect(found!.finding).toMatch(/on 1 of 4 days the forecasts were closer than the naive one$/);
    expect(found!.lines[1]!.values).toEqual([3, 3, null, 3]);
  });

  it('say how sure it is that places are not level', () => {
    const { calibration } = month;
    const pit = (changed: object) =>
      pitOfWindow({ ...month, calibration: { ...calibration!, pit: { ...calibration!.pit, ...changed } } })!.finding;
    expect(pit({})).toBe('Share of results by tenth of their forecast: not level, p = 0.000 that this is chance');
    expect(pit({ verdict: 'inconclusive', reasons: [] })).toBe(
      'Share of results by tenth of their forecast: no sign that it is not level, too few days to tell',
    );
    expect(drawn(PitFigure, { chart: pitOfWindow(month)! })).not.toMatch(/NaN|undefined/);
  });

  it('have room for forty pools, and leave out those without a grade', () => {
    const [pool] = report.pools;
    const { calibration } = pool!;
    const unknown = { ...calibration, coverage80: { ...calibration.coverage80, share: null } };
    const pools = [{ ...pool!, calibration: unknown }, ...Array.from({ length: 42 }, () => pool!)];
    const chart = coverageOfPools(month, pools)!;
    expect(chart.rows).toHaveLength(1 + 40);
    expect(chart.note).toMatch(/; 2 more pools in the JSON$/);
    expect(drawn(CoverageFigure, { chart })).not.toMatch(/NaN|undefined/);
  });

  it('name a pool by what it has', () => {
    expect(poolName({ ruleCode: '101', level: 'ROW', source: '', tenantId: 'eu' })).toBe('101 · ROW · eu');
  });
});

describe('bars', () => {
  it('of zero have no length, and none of none', () => {
    const chart = backendErrors(backendComparison().backends);
    const zero = { ...chart, bars: chart.bars.map((bar) => ({ ...bar, value: 0 })) };
    for (const one of [zero, { ...chart, bars: [] }])
      expect(drawn(BarsFigure, { chart: one })).not.toMatch(/NaN|Infinity|width="100%"[^>]*class="visx-bar/);
  });
});

describe('trials side by side', () => {
  it('without one that was completed say so', () => {
    const axes = [{ name: 'rate', ticks: [] }];
    const html = drawn(ParallelFigure, { trials: { axes, lines: [] } as never });
    expect(html).toContain('aria-label="No completed trial"');
  });
});

describe('a state', () => {
  it('has a shape and a word of its own, or the word that it is given', () => {
    const shapes = STATES.map((state) => drawn(State, { state }));
    expect(shapes.map((html) => html.replace(/<[^>]+>/g, ''))).toEqual([
      ...['OK', 'Watch', 'Likely to fail', 'Failing', 'No result', 'Intervened', 'Suppressed'],
    ]);
    expect(new Set(shapes.map((html) => html.split('</svg>')[0])).size).toBe(STATES.length);
    expect(drawn(State, { state: 'ok', word: EVIL, pill: true })).toMatch(/^<span class="state ok pill">.*&lt;img /);
  });
});
