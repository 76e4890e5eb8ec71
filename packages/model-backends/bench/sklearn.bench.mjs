// How near hist-gradient-boosting and a forest of one tree come to scikit-learn on twelve made data sets of whole numbers;
// one JSON object a line and model. `equal` counts the sets in which no forecast differs by more than 1e-6; the gaps are
// of pass fractions.
//
//     DQS_PYTHON=/path/to/venv/bin/python npm run bench -- sklearn       (a Python that has scikit-learn)
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { loadBackend } from '@dqs/model-backends';

const script = fileURLToPath(new URL('../scripts/sklearn-agreement.py', import.meta.url));
const python = process.env.DQS_PYTHON ?? 'python3';
const { version, sets } = JSON.parse(execFileSync(python, [script], { maxBuffer: 2 ** 28, encoding: 'utf8' }));

const MODELS = {
  boosted: ['hist-gradient-boosting', { max_iter: 40, max_leaf_nodes: 8 }],
  'small tree': ['random-forest', { n_estimators: 1, bootstrap: false, max_leaf_nodes: 6 }],
  'full tree': ['random-forest', { n_estimators: 1, bootstrap: false }],
};

async function gapsOf({ columns, target, weight, train, leaf, expected }, label) {
  const [model, kind] = label.split(', ');
  const [name, params] = MODELS[model];
  const part = (values, from, to) => Float32Array.from(values.slice(from, to));
  const frame = (from, to) => ({
    rows: to - from,
    columns: columns.map((values, i) => ({ name: `c${i}`, kind: 'numeric', values: part(values, from, to) })),
  });
  const own = part(weight, 0, train);
  const set = {
    frame: frame(0, train),
    target: part(target, 0, train),
    weight: kind === 'own weights' ? own : own.fill(1),
  };
  const request = { train: set, objective: 'l2', rounds: 40, seed: 1, threads: 1 };
  const backend = await loadBackend(name);
  const fitted = await backend.train({ ...request, params: { ...params, min_samples_leaf: leaf } });
  const forecasts = fitted.predict(frame(train, target.length));
  fitted.close();
  return forecasts.map((value, row) => Math.abs(value - expected[label][row]));
}

for (const label of Object.keys(sets[0].expected)) {
  const gaps = [];
  for (const set of sets) gaps.push(await gapsOf(set, label));
  const greatest = gaps.map((set) => Math.max(...set));
  const mean = gaps.reduce((sum, set) => sum + set.reduce((a, b) => a + b) / set.length, 0) / gaps.length;
  console.log(
    JSON.stringify({
      bench: 'sklearn',
      version,
      model: label,
      sets: sets.length,
      equal: greatest.filter((gap) => gap <= 1e-6).length,
      meanGap: Number(mean.toFixed(4)),
      greatestGap: Number(Math.max(...greatest).toFixed(3)),
    }),
  );
}
