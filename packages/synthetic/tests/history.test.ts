import { DqsError } from '@dqs/core';

import {
  drawHistory,
  fileFormat,
  historyText,
  shapeOf,
  type GeneratedCounts,
  type ShapeRequest,
  writeHistory,
} from '../src/index.js';

const FIRST_DAY = 20_089;

function generated(request: ShapeRequest, seed = 1, garbage = 0) {
  const counts: GeneratedCounts = { rows: 0, rejects: 0, errors: 0 };
  const history = drawHistory(shapeOf(request), seed, FIRST_DAY);
  const text = [...historyText(history, fileFormat('x.csv').rows, { seed, garbage }, counts)].join('');
  return { text, counts, history };
}

describe('shapeOf', () => {
  it('makes a million rows of 50 datasets × 20 rules × 365 days, ten million of 500 datasets', () => {
    expect(shapeOf({ rows: 1_000_000 })).toMatchObject({ datasets: 50, rules: 20, days: 365 });
    expect(shapeOf({ rows: 10_000_000 })).toMatchObject({ datasets: 500, rules: 20, days: 365 });
    expect(shapeOf({ rows: 1000 })).toMatchObject({ datasets: 1, rules: 1 });
  });

  it('refuses a missing size and contradictory sizes', () => {
    const codeOf = (request: ShapeRequest) => {
      try {
        return shapeOf(request);
      } catch (error) {
        return DqsError.is(error) && error.code;
      }
    };
    expect(codeOf({})).toBe('invalid-argument');
    expect(codeOf({ rows: 10, executions: 2 })).toBe('invalid-argument');
  });
});

describe('a synthetic history', () => {
  it.each([1, 7, 100, 999, 5000, 20_000])('of %i rows has exactly that many', (rows) => {
    const { text, counts } = generated({ rows });
    expect(text.trimEnd().split('\n')).toHaveLength(rows + 1);
    expect(counts.rows).toBe(rows);
  });

  it('is the same for the same seed and differs for another', () => {
    const request = { datasets: 2, rules: 5, days: 40 };
    expect(generated(request).text).toBe(generated(request).text);
    expect(generated(request, 2).text).not.toBe(generated(request).text);
  });

  it('runs rules on datasets once a day and others as often as asked', () => {
    const { text } = generated({ datasets: 1, rules: 5, days: 30, executions: 3 });
    const rows = text.trim().split('\n').slice(1);
    const perDay = new Map<string, number>();
    for (const row of rows) {
      const [, , , , date, , rule, level] = row.split(',');
      const id = `${level} ${rule} ${date}`;
      perDay.set(id, (perDay.get(id) ?? 0) + 1);
    }
    const counts = (level: string) => new Set([...perDay].filter(([id]) => id.startsWith(level)).map(([, n]) => n));
    expect(counts('DATASET')).toEqual(new Set([1]));
    expect(counts('ATTRIBUTE')).toEqual(new Set([3]));
  });

  it('has gaps, late starts, series that never fail, and weekends that differ', () => {
    const { series } = generated({ datasets: 20, rules: 5, days: 200 }).history;
    const present = series.map(({ passProbability }) => passProbability.filter((value) => value >= 0).length);
    expect(Math.min(...present)).toBeLessThan(150);
    expect(Math.max(...present)).toBeLessThan(201);
    expect(series.some(({ passProbability }) => passProbability.every((value) => value < 0 || value === 1))).toBe(true);
    const mean = (weekend: boolean) => {
      const values = series.flatMap(({ passProbability }) =>
        [...passProbability].filter((value, day) => value >= 0 && (FIRST_DAY + day + 3) % 7 >= 5 === weekend),
      );
      return values.reduce((a, b) => a + b, 0) / values.length;
    };
    expect(mean(true)).toBeLessThan(mean(false));
  });
});

describe('the options of a file', () => {
  it.each([
    [{ seed: 1, garbag: 0 }, 'did you mean "garbage"?'],
    [{ seed: 1, garbage: 0, signal: AbortSignal.abort() }, 'the last'],
  ])('%# are refused where one is unknown, before anything is written', async (options, hint) => {
    const { history } = generated({ datasets: 1, rules: 1, days: 2 });
    await expect(writeHistory('nowhere/history.csv', history, options as never)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(hint),
    });
  });
});
