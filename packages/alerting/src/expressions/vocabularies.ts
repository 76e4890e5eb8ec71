import type { Level } from '../alerts/alert.js';
import { SERIES_VOCABULARY } from './series-vocabulary.js';
import { fact, type FunctionDefinition, type Vocabulary } from './vocabulary.js';

/** Quantiles of the lag that sources learn. */
const QUANTILES = [0.5, 0.95, 0.99];

const quantile: FunctionDefinition<'source'> = {
  type: 'duration',
  meaning: 'learned quantile of the arrival lag; unknown while too few days are known',
  parameters: [
    {
      name: 'level',
      type: 'share',
      isFixed: true,
      limit: [`one of ${QUANTILES.join(', ')}`, (value) => QUANTILES.includes(value)],
    },
  ],
  apply: ({ facts }, [level]) => facts.quantiles.find((one) => one.level === level)?.lag,
};

const eValue: FunctionDefinition<'model'> = {
  type: 'ratio',
  meaning: 'evidence that the live loss is worse than that of the naive forecast or of its own backtest',
  parameters: [{ name: 'comparison', type: 'text', isFixed: true, choices: ['live_vs_naive', 'live_vs_backtest'] }],
  apply: ({ facts }, [comparison]) => (comparison === 'live_vs_naive' ? facts.liveVsNaive : facts.liveVsBacktest),
};

const SOURCE_VOCABULARY: Vocabulary<'source'> = {
  facts: new Map([
    [
      'arrival_lag',
      fact('duration', 'when the day arrived in full, or how long it has been awaited', (f) => f.arrivalLag),
    ],
    ['arrived', fact('boolean', 'whether the day has arrived in full', (f) => f.arrived)],
    ['source', fact('text', 'its name', (f) => f.source)],
    ['owner', fact('text', 'who answers for it', (f) => f.labels.owner)],
  ]),
  functions: new Map([['quantile', quantile]]),
};

const MODEL_VOCABULARY: Vocabulary<'model'> = {
  facts: new Map([
    ['drift.impact', fact('share', 'share of the mean absolute error that drift may cost', (f) => f.drift?.impact)],
    ['drift.q', fact('share', 'false-discovery rate at which the drift is found', (f) => f.drift?.q)],
    [
      'coverage_80',
      fact('share', 'share of results within the interval of 80 %, where enough tell', (f) => f.coverage80),
    ],
    [
      'coverage_95',
      fact('share', 'share of results within the interval of 95 %, where enough tell', (f) => f.coverage95),
    ],
    ['skill', fact('ratio', '1 − MAE / MAE of the naive forecast', (f) => f.skill)],
    ['age', fact('duration', 'time since its training', (f) => f.age)],
    ['model', fact('text', 'its name', (f) => f.model)],
    ['owner', fact('text', 'who answers for it', (f) => f.labels.owner)],
  ]),
  functions: new Map([['e_value', eValue]]),
};

const SYSTEM_VOCABULARY: Vocabulary<'system'> = {
  facts: new Map([
    ['part', fact('text', 'its name, such as outbox of main', (f) => f.part)],
    [
      'kind',
      fact(
        'text',
        'forecasts, outbox, channel, store, job, tick, retraining, approval, alias, audit, watchdog',
        (f) => f.kind,
      ),
    ],
    ['ok', fact('boolean', 'whether its own check is fine', (f) => f.ok)],
    ['age', fact('duration', 'how late or how old it is', (f) => f.age)],
    ['failures', fact('count', 'failures in a row', (f) => f.failures)],
    ['share', fact('share', 'of what was due, what was done', (f) => f.share)],
    ['owner', fact('text', 'who answers for it', (f) => f.labels.owner)],
  ]),
  functions: new Map(),
};

/** What expressions may say, by the level of their rule. */
export const VOCABULARIES: { readonly [L in Level]: Vocabulary<L> } = {
  series: SERIES_VOCABULARY,
  source: SOURCE_VOCABULARY,
  model: MODEL_VOCABULARY,
  system: SYSTEM_VOCABULARY,
};
