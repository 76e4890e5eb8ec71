import { judgedDay, resultOf, type FeedbackMark, type TickFacts } from '../facts/facts.js';
import type { Policy } from '../policy/policy.js';
import { replay } from './replay.js';

/** A day of a series that was warned of. */
export interface WarnedDay {
  readonly day: number;
  /** What was said of it when it was first warned of, in [0, 1]. */
  readonly odds: number;
  /** Pass percentage that came; null as long as there is none. */
  readonly came: number | null;
  /** Whether it missed its target; null without a result, and where a person stepped in. */
  readonly missed: boolean | null;
}

/** What a mark would have changed. Survives JSON. */
export interface MarkEffect {
  /** Days that were warned of. */
  readonly warned: readonly WarnedDay[];
  /** Of those, the ones that would not have been. */
  readonly fewer: readonly WarnedDay[];
}

/**
 * What a mark would have changed for the warnings of a series, by the function that decides live. `expected-until` is taken as said
 * of each of its warnings, `expected-once` as said of the alert that its day belongs to; the others are for the record and change
 * nothing.
 *
 * @param days facts of the series alone, tick by tick, with the marks that were made.
 */
export function markEffect(policy: Policy, days: readonly TickFacts[], mark: FeedbackMark): MarkEffect {
  const before = warnedDays(policy, days);
  const warned = [...before.values()];
  if (!mark.kind.startsWith('expected')) return { warned, fewer: [] };
  const last = Math.max(mark.day, ...days.map(({ day }) => day));
  const said = mark.kind === 'expected-until' ? { ...mark, day: last } : mark;
  const since = mark.kind === 'expected-until' ? -Infinity : episodeOf(policy, days, mark.day);
  const after = warnedDays(
    policy,
    days.map((facts) => (facts.at < since ? facts : withMark(facts, said))),
  );
  return { warned, fewer: warned.filter(({ day }) => !after.has(day)) };
}

function withMark(facts: TickFacts, mark: FeedbackMark): TickFacts {
  return { ...facts, series: facts.series.map((one) => ({ ...one, marks: [...(one.marks ?? []), mark] })) };
}

/** When the alert began to fire that fires on a day or fired last before: what was over before it is not spoken of. */
function episodeOf(policy: Policy, days: readonly TickFacts[], day: number): number {
  let since = Infinity;
  for (const { facts, decision } of replay(policy, days)) {
    if (facts.day > day + 1) break;
    for (const { phase, firedAt, firedDay } of decision.state.alerts) {
      if (phase === 'firing' && firedAt !== null && firedDay !== null && firedDay <= day) since = firedAt;
    }
  }
  return since;
}

/** The days of which an alert on a forecast told, by day. */
function warnedDays(policy: Policy, days: readonly TickFacts[]): ReadonlyMap<number, WarnedDay> {
  const forecastRules = new Set(policy.rules.filter((one) => one.isForecast).map(({ id }) => id));
  const found = new Map<number, WarnedDay>();
  for (const { facts, decision } of replay(policy, days)) {
    const [series] = facts.series;
    if (series === undefined) continue;
    const judged = judgedDay(series, facts);
    const [warned, result] = [found.get(judged), resultOf(series.results, judged)];
    if (warned !== undefined && result !== undefined) {
      const came = (100 * result.passes) / (result.passes + result.fails);
      found.set(judged, { ...warned, came, missed: series.intervened === true ? null : came < series.target });
    }
    const { forecast } = series;
    if (forecast === undefined || forecast.day <= judged || found.has(forecast.day)) continue;
    const tells = decision.state.alerts.some(
      (one) =>
        forecastRules.has(one.rule) &&
        one.subject === series.id &&
        one.phase === 'firing' &&
        one.known &&
        one.suppressed === null,
    );
    if (tells) found.set(forecast.day, { day: forecast.day, odds: forecast.pBelowTarget, came: null, missed: null });
  }
  return found;
}
