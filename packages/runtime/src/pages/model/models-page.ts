import { DqsError } from '@dqs/core';
import { joinScores } from '@dqs/monitoring';

import { shownUpTo, type PageView } from '../page-view.js';
import { pageTable, type PageTable } from '../table.js';
import type { DecisionRow } from './decisions.js';
import { lastVersion, liveCourse, modelScores } from './live-course.js';
import { liveFigures, type LiveFigures, type ModelSources } from './model-page.js';
import { PRODUCTION } from './registry-view.js';
import { retrainingView, type RunView } from './retraining-view.js';

/** Models that the list holds. */
const MOST_MODELS = 200;

/** A model as lists show it. */
export interface ModelRow extends LiveFigures {
  readonly name: string;
  /** The version that people see; null where there is none. */
  readonly champion: string | null;
  /** Since when, milliseconds, by whom and how it came to be. */
  readonly since: number | null;
  readonly by: string | null;
  readonly how: string | null;
  readonly versions: number;
  /** Series that it forecast on the last graded day. */
  readonly series: number;
  /** Mean absolute errors of the last 30 days, seven days each, for a sparkline. */
  readonly spark: readonly (number | null)[];
  readonly run: RunView | null;
  readonly lastDecision: Pick<DecisionRow, 'outcome' | 'at' | 'why' | 'version'> | null;
}

/** All models. Survives JSON. */
export interface ModelsPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  readonly lastDay: number | null;
  /** Those in use first. */
  readonly models: readonly ModelRow[];
}

const SPARK_DAYS = 30;

/** The page of all models. */
export async function modelsPage(view: PageView, sources: ModelSources): Promise<ModelsPage> {
  const { groups, lastDay } = view.tick.pools;
  const forecasting = groups.filter(({ group }) => group.arm === 'champion' && group.live);
  const names = new Set([...(await sources.registry.models()), ...forecasting.map(({ group }) => group.model)]);
  const rows: ModelRow[] = [];
  for (const name of [...names].sort().slice(0, MOST_MODELS)) {
    const row = await modelRow(view, name, sources);
    if (row !== undefined) rows.push(row);
  }
  return {
    ...{ knownAt: view.at, isNow: view.isNow, timeZone: view.opened.policy.timezone },
    lastDay: lastDay < 0 ? null : lastDay,
    models: rows.sort((a, b) => b.graded - a.graded || Number(b.champion !== null) - Number(a.champion !== null)),
  };
}

/** undefined for a model that did not exist by then. */
async function modelRow(view: PageView, name: string, sources: ModelSources): Promise<ModelRow | undefined> {
  const { scope } = view;
  const at = shownUpTo(view);
  const { registry, retraining } = sources;
  const scores = await modelScores(view, name);
  const [moments, versions] = await Promise.all([
    registry.at(name, at).catch(ifUnknown([])),
    registry.state(name).then(({ versions: all }) => all, ifUnknown([])),
  ]);
  const known = versions.filter((one) => Date.parse(one.at) <= at);
  if (known.length === 0 && scores.champion.length === 0) return undefined;
  const production = moments.find(({ alias }) => alias === PRODUCTION);
  const isOwn = retraining?.policy.model === name && scope.tenants === undefined;
  const alias = moments.find((one) => one.alias === retraining?.policy.alias);
  const trained = isOwn ? await retrainingView(retraining, alias, at) : null;
  const [last] = trained?.decisions ?? [];
  const all = joinScores(scores.champion.map((one) => one.scores));
  return {
    name,
    champion: production?.version ?? lastVersion(scores.champion) ?? null,
    since: production === undefined ? null : Date.parse(production.since),
    by: production?.by ?? null,
    how: production?.how ?? null,
    versions: known.length,
    series: all.sums.forecasts[all.days.indexOf(scores.lastDay)] ?? 0,
    ...liveFigures(scores.champion, scores.lastDay),
    spark: await view.once.of(JSON.stringify(['spark', name, scores.lastDay, scope.tenants, scope.source]), () =>
      Promise.resolve(
        liveCourse(scores)
          .slice(-SPARK_DAYS)
          .map(({ mae }) => mae),
      ),
    ),
    run: trained?.run ?? null,
    lastDecision: last ? { outcome: last.outcome, at: last.at, why: last.why, version: last.version } : null,
  };
}

/** A model may be deleted meanwhile, or have forecast without ever being registered. */
function ifUnknown<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (DqsError.is(error) && (error.code === 'version-unknown' || error.code === 'invalid-argument')) return instead;
    throw error;
  };
}

/** The table of the page. */
export function modelsTables({ models }: ModelsPage): readonly PageTable[] {
  return [
    pageTable('models', models, {
      model: ['name', (row) => row.name],
      champion: ['version that people see', (row) => row.champion],
      since: ['ISO 8601', (row) => (row.since === null ? null : new Date(row.since).toISOString())],
      by: ['who put it there', (row) => row.by],
      versions: ['versions registered', (row) => row.versions],
      series: ['series that it forecast on the last graded day', (row) => row.series],
      graded: ['graded forecasts of 28 days', (row) => row.graded],
      mae: ['mean absolute error, points', (row) => row.mae],
      naive_mae: ['that of the naive forecast', (row) => row.naive],
      skill: ['1 − mae / naive_mae', (row) => row.skill],
      last_decision: ['how it was last decided whether to train', (row) => row.lastDecision?.outcome ?? null],
      why: ['its first reason', (row) => row.lastDecision?.why ?? null],
    }),
  ];
}
