// Writes tests/fixtures/golden-model.txt and golden-predictions.json. To be run only when they are meant to change.
import { writeFileSync } from 'node:fs';
import { golden } from '../support/golden.js';

const { model, rows } = await golden();
const fixtures = new URL('../fixtures/', import.meta.url);
writeFileSync(new URL('golden-model.txt', fixtures), model.toString());
const predictions = Object.fromEntries(
  (['normal', 'raw', 'leaf', 'contributions'] as const).map((type) => [
    type,
    Array.from(model.predictSync(rows, { type, engine: 'lightgbm' })),
  ]),
);
writeFileSync(new URL('golden-predictions.json', fixtures), `${JSON.stringify(predictions)}\n`);
