// Writes tests/fixtures/own/model.json and rows.json. To be run only when they are meant to change; then let Python
// predict them: /usr/bin/python3 tests/fixtures/own/predict.py
import { writeFileSync } from 'node:fs';
import { golden } from '../support/golden.js';

const { model, rows } = await golden();
const fixtures = new URL('../fixtures/own/', import.meta.url);
writeFileSync(new URL('model.json', fixtures), model.save('json'));
const columns = rows.map((column) => Array.from(column, (value) => (Number.isNaN(value) ? null : value)));
writeFileSync(new URL('rows.json', fixtures), `${JSON.stringify(columns)}\n`);
