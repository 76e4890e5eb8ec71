import { isActive, SEVERITIES, type Alert } from '../alerts/alert.js';
import type { SeriesFacts, SilenceMatch } from '../facts/facts.js';
import { matcherOf } from '../policy/match.js';
import type { Policy } from '../policy/policy.js';

/** What a silence is about. */
export interface SilenceReach {
  /** Series of which some rule of the policy may fire under it. */
  readonly series: readonly SeriesFacts[];
  /** Alerts that fire now and would tell nobody, also those that something else keeps quiet already. */
  readonly firing: readonly Alert[];
}

/** What a silence would be about, before it is made. */
export function silenceReach(
  match: SilenceMatch,
  { rules }: Pick<Policy, 'rules'>,
  series: readonly SeriesFacts[],
  alerts: readonly Alert[],
): SilenceReach {
  const matches = matcherOf(match);
  const own = rules.filter(({ level }) => level === 'series');
  // What a series is called decides once; its rule and severity are those of an alert that may come.
  const { alert: _, severity: __, ...named } = match;
  const isNamed = matcherOf(named);
  const some = own.find(({ id }) => matcherOf({ ...(match.alert && { alert: match.alert }) })(alertOf(id)));
  const found =
    some === undefined
      ? []
      : series.filter(({ labels }) => isNamed({ labels, rule: some.id, level: 'series', severity: SEVERITIES[0] }));
  return { series: found, firing: alerts.filter((one) => isActive(one) && matches(one)) };
}

function alertOf(rule: string) {
  return { labels: {}, rule, level: 'series', severity: SEVERITIES[0] } as const;
}
