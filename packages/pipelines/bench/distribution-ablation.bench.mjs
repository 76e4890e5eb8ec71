// What each part of the forecast as a distribution is worth: CRPS over the last fifth of the training dates of the shared
// histories (the test dates stay untouched), with everything and without a part. An expert is left out of the mixture, whose
// weights are learned anew; columns are left out of the threshold model, which is trained anew; the mixture is learned once for
// all rules. `DQS_BENCH_HISTORIES` chooses histories, by default epidemic_reports,trending_lists,ip_allocations.
import { rankedProbabilityScores } from '@dqs/core/stats';
import { observedRequests, SeriesHistory, THRESHOLD_STATISTICS } from '@dqs/features';
import { readPanel } from '@dqs/ingestion';
import { loadBackend, registerBackend } from '@dqs/model-backends';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const source = (path) => import(`../src/${path}.ts`);
const { fit } = await source('train/fit');
const { trainOptions } = await source('train/options');
const { splitDays } = await source('train/split');
const { closePredictor, meansOf } = await source('forecast/predict');
const { expertForecasts } = await source('forecast/distribution/expert-forecasts');
const { mixedTable } = await source('forecast/distribution/experts');
const { learnDays, rowsByTargetDay, ruleNames } = await source('forecast/distribution/known-day');
const { Mixture } = await source('forecast/distribution/mixture');
const { cameOn } = await source('evaluate/best-naive');

const HISTORIES = (process.env.DQS_BENCH_HISTORIES ?? 'epidemic_reports,trending_lists,ip_allocations').split(',');
const HORIZON = 1;
/** Both shares of the dates: the last fifth of all is never looked at, the last fifth of the rest is forecast. */
const [TRAINED, FORECAST] = [0.64, 0.8];

const LEVEL_COLUMNS = new Set(THRESHOLD_STATISTICS.map(({ name }) => name));
const OMITTED = {
  'threshold statistics': (name) => /^(reached_|after|others_today|rule_share)/.test(name),
  'other rules': (name) => name.startsWith('other_rule_'),
  'record counts': (name) => name.startsWith('records'),
};

/** LightGBM that does not see some columns of the threshold model. */
async function registerWithout(part) {
  const lightgbm = await loadBackend('lightgbm');
  const name = `lightgbm-without-${part.replaceAll(' ', '-')}`;
  const without = (frame) => ({ ...frame, columns: frame.columns.filter((column) => !OMITTED[part](column.name)) });
  const isLevels = (frame) => frame.columns.some((column) => LEVEL_COLUMNS.has(column.name));
  const train = async (request) => {
    const { frame } = request.train;
    if (!isLevels(frame)) return lightgbm.train(request);
    const model = await lightgbm.train({ ...request, train: { ...request.train, frame: without(frame) } });
    const predict = (all, threads) => model.predict(without(all), threads);
    return new Proxy(model, { get: (target, key) => (key === 'predict' ? predict : bound(target, key)) });
  };
  registerBackend(new Proxy(lightgbm, { get: (target, key) => ({ name, train })[key] ?? bound(target, key) }));
  return name;
}

function bound(target, key) {
  const value = target[key];
  return typeof value === 'function' ? value.bind(target) : value;
}

async function historyOf(name) {
  const { panel } = await readPanel([
    fileURLToPath(new URL(`../../../../shared/data/${name}.csv.gz`, import.meta.url)),
  ]);
  return SeriesHistory.fromPanel(panel);
}

/** What all experts say of the forecast days, and what the mixture had learned before them. */
async function forecastsOf(history, backend) {
  const days = [...new Set(history.day)].sort((a, b) => a - b);
  const [testFrom, after] = [TRAINED, FORECAST].map((share) => days[Math.floor(days.length * share)]);
  const options = trainOptions({ horizon: HORIZON, backend, threads: 2 });
  const { train } = splitDays(history, { horizon: HORIZON, testFrom, validationFraction: 0 });
  const { predictor } = await fit(history, { train }, options);
  try {
    const requests = observedRequests(history, { fromDay: testFrom, toDay: after - 1, horizon: HORIZON });
    const made = expertForecasts(predictor.distribution, meansOf(predictor, history, requests, 2), 2);
    return { history, made, state: predictor.distribution.mixtures[0] };
  } finally {
    closePredictor(predictor);
  }
}

/** CRPS in percentage points of a mixture of some experts, replayed day by day. */
function replayed({ history, made, state }, keeps, rules = ruleNames(history)) {
  const kept = state.experts.flatMap((expert, i) => (keeps(expert) ? [i] : []));
  const size = state.experts.length;
  const isGlobal = new Set(rules).size === 1;
  const mixture = Mixture.from({
    experts: kept.map((i) => state.experts[i]),
    upTo: state.upTo,
    rules: isGlobal ? [mergedRules(state, rules[0], kept)] : state.rules.map((rule) => sliced(rule, kept, size)),
  });
  const mine = { ...made, experts: kept.map((i) => made.experts[i]) };
  const weights = new Array(made.requests.series.length);
  for (const [day, rows] of [...rowsByTargetDay(mine)].sort(([a], [b]) => a - b)) {
    for (const row of rows) weights[row] = mixture.weightsOf(rules[mine.requests.series[row]]);
    learnDays(mixture, history, mine, { rowsByDay: new Map([[day, rows]]), rules });
  }
  const table = mixedTable(mine.levels, mine.experts, (row) => weights[row]);
  const scores = rankedProbabilityScores(table, cameOn(history, mine.requests));
  return (100 * scores.reduce((sum, score) => sum + score, 0)) / scores.length;
}

function sliced({ a, b, ...rule }, kept, size) {
  return { ...rule, a: kept.flatMap((i) => kept.map((j) => a[i * size + j])), b: kept.map((i) => b[i]) };
}

function mergedRules({ rules, experts }, rule, kept) {
  const size = experts.length;
  const sum = (of) =>
    rules.reduce(
      (total, one) => total.map((value, i) => value + of(one)[i]),
      of(rules[0]).map(() => 0),
    );
  const days = rules.reduce((total, one) => total + one.days, 0);
  return sliced({ rule, days, a: sum(({ a }) => [...a]), b: sum(({ b }) => [...b]) }, kept, size);
}

function report(history, without, crps, all) {
  const changePercent = Number((100 * (crps / all - 1)).toFixed(2));
  console.log(JSON.stringify({ history, without, crpsPoints: Number(crps.toFixed(4)), changePercent }));
}

const everyone = () => true;
const backends = new Map();
for (const part of Object.keys(OMITTED)) backends.set(part, await registerWithout(part));
for (const name of HISTORIES) {
  const history = await historyOf(name);
  const base = await forecastsOf(history, 'lightgbm');
  const all = replayed(base, everyone);
  report(name, 'nothing', all, all);
  for (const expert of base.state.experts)
    report(
      name,
      `the expert ${expert}`,
      replayed(base, (one) => one !== expert),
      all,
    );
  report(
    name,
    'weights of the rule',
    replayed(
      base,
      everyone,
      ruleNames(history).map(() => 'all'),
    ),
    all,
  );
  for (const [part, backend] of backends) {
    report(name, part, replayed(await forecastsOf(history, backend), everyone), all);
  }
}
