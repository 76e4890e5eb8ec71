import { FORECAST_COLUMNS, forecastRecord, type ForecastRow } from '../src/index.js';

it('a forecast record has the declared columns in their order, each with the value of its key', () => {
  const row = Object.fromEntries(FORECAST_COLUMNS.map(({ key }) => [key, `value of ${key}`]));
  expect(Object.entries(forecastRecord(row as unknown as ForecastRow))).toEqual(
    FORECAST_COLUMNS.map(({ name, key }) => [name, `value of ${key}`]),
  );
});
