import { DqsError } from '@dqs/core';
import { accuracyOf, joinScores, withinDays, type PoolScores } from '@dqs/monitoring';
import type { GroupScores } from '@dqs/pipelines';
import type { Registry } from '@dqs/registry';

import { lastVerification } from '../../operation/system-record.js';
import type { OpenedRetraining } from '../../retraining/open-retraining.js';
import { shownUpTo, type PageView } from '../page-view.js';
import { horizonsOf } from '../quality/quality-page.js';
import { versionMarks, type VersionMark } from '../quality/version-marks.js';
import {
  againstPredecessor,
  betterThanNaive,
  lastVersion,
  liveCourse,
  modelScores,
  type AgainstPredecessor,
  type BetterThanNaive,
  type CourseDay,
  type ModelScores,
} from './live-course.js';
import { PRODUCTION, registryView, type RegistryView, type VersionRow } from './registry-view.js';
import { retrainingView, type RetrainingView } from './retraining-view.js';

/** The window of figures, days. */
const WINDOW = 28;

/** What pages of models are made from beside their view. */
export interface ModelSources {
  readonly registry: Registry;
  /** Undefined where the server was started without a policy of retraining. */
  readonly retraining?: Pick<OpenedRetraining, 'record' | 'policy'> | undefined;
}

/** Live errors of the last 28 days, points; null where nothing was graded. */
export interface LiveFigures {
  readonly graded: number;
  readonly mae: number | null;
  readonly naive: number | null;
  readonly skill: number | null;
}

/** The loss of a source beside that of the naive forecast. */
export interface SourceLoss extends LiveFigures {
  readonly source: string;
}

/** Live error of the version in use against what its backtest measured, points. */
export interface AgainstBacktest {
  readonly live: number;
  readonly backtest: number;
  /** Above which it may be rolled back; null where no policy says so. */
  readonly limit: number | null;
}

/** The forecasts of today. */
export interface ForecastsToday {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly issued: number;
  /** Series that one is due for. */
  readonly due: number;
  /** When they were issued, milliseconds; null without one. */
  readonly from: number | null;
  readonly to: number | null;
}

/** A model: what it is, how it does, how it came to be in use. Survives JSON. */
export interface ModelPage {
  readonly name: string;
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** Last day of the figures, days since 1970-01-01; null if nothing was graded. */
  readonly lastDay: number | null;
  /** Series that it forecast on that day. */
  readonly series: number;
  readonly horizons: readonly number[];
  /** The version that people see; null where none was promoted and none has forecast. */
  readonly champion: string | null;
  /** The version before, while it forecasts in the champion's shadow; likewise the one that waits to be let in. */
  readonly predecessor: string | null;
  readonly challenger: string | null;
  readonly figures: LiveFigures;
  readonly againstPredecessor: AgainstPredecessor | null;
  readonly againstBacktest: AgainstBacktest | null;
  readonly today: ForecastsToday;
  readonly course: readonly CourseDay[];
  readonly marks: readonly VersionMark[];
  readonly better: BetterThanNaive;
  /** The best skill first. */
  readonly sources: readonly SourceLoss[];
  /** null where the registry does not have it. */
  readonly registry: RegistryView | null;
  /** When the registry was last verified, milliseconds, and whether it was intact; null where nobody has, and of a past time. */
  readonly verified: { readonly at: number; readonly isIntact: boolean } | null;
  /** null without a policy for it, and for whoever sees some tenants only: reasons name sources of others. */
  readonly retraining: RetrainingView | null;
  /** Live figures by version, of those that have forecast in the last 90 days. */
  readonly byVersion: readonly (LiveFigures & { readonly version: string; readonly arm: string })[];
}

/**
 * The page of a model.
 *
 * @throws DqsError `version-unknown` for a model that is neither in the registry nor has forecast.
 */
export async function modelPage(view: PageView, name: string, sources: ModelSources): Promise<ModelPage> {
  const { at, isNow, opened, once, scope } = view;
  const scores = await modelScores(view, name);
  const registry = await knownRegistry(sources.registry, name, view, scores);
  const production = registry?.aliases.find(({ alias }) => alias === PRODUCTION);
  const champion = production?.version ?? lastVersion(scores.champion) ?? null;
  const isLimited = scope.tenants !== undefined;
  const isOwn = sources.retraining?.policy.model === name;
  const alias = registry?.aliases.find((one) => one.alias === sources.retraining?.policy.alias);
  const retraining = !isLimited && isOwn ? await retrainingView(sources.retraining, alias, shownUpTo(view)) : null;
  const scopeName = JSON.stringify([name, scope.tenants, scope.source, scores.lastDay]);
  return {
    ...{ name, knownAt: at, isNow, timeZone: opened.policy.timezone, champion },
    lastDay: scores.lastDay < 0 ? null : scores.lastDay,
    series: forecastsOn(scores.champion, scores.lastDay),
    horizons: await horizonsOf(view, scores.lastDay),
    predecessor: inShadow(scores.predecessor, scores.lastDay),
    challenger: retraining?.run?.challenger ?? inShadow(scores.challenger, scores.lastDay),
    figures: liveFigures(scores.champion, scores.lastDay),
    againstPredecessor: champion === null ? null : againstPredecessor(scores, champion),
    againstBacktest: againstBacktest(scores, registry, champion, sources),
    today: await forecastsToday(view),
    ...(await once.of(`courses ${scopeName}`, () =>
      Promise.resolve({
        course: liveCourse(scores),
        marks: versionMarks(view.tick.pools, name),
        better: betterThanNaive(scores),
      }),
    )),
    sources: sourceLosses(scores),
    registry: isLimited ? withoutReasons(registry) : registry,
    verified: await verifiedNow(view),
    retraining,
    byVersion: versionFigures(scores),
  };
}

/** @throws DqsError `version-unknown` for a model that is neither in the registry nor has forecast. */
async function knownRegistry(registry: Registry, name: string, view: PageView, { champion }: ModelScores) {
  try {
    return await registryView(registry, name, shownUpTo(view), view.once);
  } catch (error) {
    const isUnknown = DqsError.is(error) && (error.code === 'version-unknown' || error.code === 'invalid-argument');
    if (!isUnknown) throw error;
    if (champion.length > 0) return null;
    const message = `expected a model of the registry, or one that has forecast, got ${JSON.stringify(name)}`;
    throw new DqsError('version-unknown', message, { cause: error });
  }
}

/** What gates and moves say names series and sources of all tenants. */
function withoutReasons(registry: RegistryView | null): RegistryView | null {
  return registry && { ...registry, gates: null, moves: registry.moves.map((move) => ({ ...move, reason: null })) };
}

function forecastsOn(groups: readonly GroupScores[], day: number): number {
  return groups.reduce((sum, { scores: { days, sums } }) => sum + (sums.forecasts[days.indexOf(day)] ?? 0), 0);
}

/** The version that forecast on a day among groups of a shadow; null if none did. */
function inShadow(groups: readonly GroupScores[], day: number): string | null {
  return lastVersion(groups.filter(({ scores }) => scores.days.includes(day))) ?? null;
}

/** The figures of groups in the window. */
export function liveFigures(groups: readonly GroupScores[], lastDay: number): LiveFigures {
  return figuresOf(joinScores(groups.map(({ scores }) => withinDays(scores, lastDay - WINDOW + 1, lastDay))));
}

function figuresOf(scores: PoolScores): LiveFigures {
  const { graded, mae, naive } = accuracyOf(scores);
  return { graded, mae, naive: naive.mae, skill: naive.skill };
}

function sourceLosses({ champion, lastDay }: ModelScores): SourceLoss[] {
  const bySource = new Map<string, GroupScores[]>();
  for (const one of champion) bySource.set(one.group.source, [...(bySource.get(one.group.source) ?? []), one]);
  return [...bySource]
    .map(([source, groups]) => ({ source, ...liveFigures(groups, lastDay) }))
    .filter(({ graded }) => graded > 0)
    .sort((a, b) => (b.skill ?? -Infinity) - (a.skill ?? -Infinity));
}

function versionFigures({ champion, predecessor, challenger, lastDay }: ModelScores): ModelPage['byVersion'] {
  const byVersion = new Map<string, GroupScores[]>();
  for (const one of [...champion, ...predecessor, ...challenger]) {
    const id = JSON.stringify([one.group.version, one.group.arm]);
    byVersion.set(id, [...(byVersion.get(id) ?? []), one]);
  }
  return [...byVersion].map(([id, groups]) => {
    const [version, arm] = JSON.parse(id) as [string, string];
    return { version, arm, ...liveFigures(groups, lastDay) };
  });
}

function againstBacktest(
  { champion: groups, lastDay }: ModelScores,
  registry: RegistryView | null,
  champion: string | null,
  { retraining }: ModelSources,
): AgainstBacktest | null {
  const backtest = registry?.versions.find(({ version }: VersionRow) => version === champion)?.error ?? null;
  const { mae } = liveFigures(
    groups.filter(({ group }) => group.version === champion),
    lastDay,
  );
  if (backtest === null || mae === null) return null;
  const limit = retraining === undefined ? null : (retraining.policy.watch.tolerance - 1) * backtest;
  return { live: mae, backtest, limit };
}

async function forecastsToday({ once, ledger, at, tick, scope }: PageView): Promise<ForecastsToday> {
  const day = tick.facts.day + 1;
  const { series } = tick.facts;
  const name = JSON.stringify(['issues of', day, scope.tenants]);
  const times = await once.of(name, async () => {
    const tenants = scope.tenants && { tenants: scope.tenants };
    const { issues } = await ledger.forecasts({ from: day, to: day, knownAt: at, arms: ['champion'], ...tenants });
    return issues.map(({ issuedAt }) => issuedAt);
  });
  return {
    day,
    issued: series.filter(({ forecast }) => forecast?.day === day).length,
    due: series.length,
    from: times.length === 0 ? null : Math.min(...times),
    to: times.length === 0 ? null : Math.max(...times),
  };
}

/** Only the last one is kept, so that of a past time nobody knows. */
async function verifiedNow({ isNow, sources }: PageView): Promise<ModelPage['verified']> {
  const { store } = sources.settings;
  const kept = isNow && store !== undefined ? await lastVerification(store) : undefined;
  return kept === undefined ? null : { at: kept.at, isIntact: kept.isIntact };
}
