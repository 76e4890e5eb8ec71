import {
  byGravity,
  factsOfIncident,
  incidentMessage,
  isActive,
  needsPerson,
  seriesById,
  usualLag,
  type Alert,
  type AlertingState,
  type DigestEntry,
  type HeldFacts,
  type Incident,
  type IncidentMessage,
  type Labels,
  type LateSourceFacts,
  type LikelyFacts,
  type NeedFacts,
  type Policy,
  type SeriesFacts,
  type TodayFacts,
} from '@dqs/alerting';
import { compareText, MS_PER_DAY, WARNING_ODDS } from '@dqs/core';
import { countText, localTime } from '@dqs/core/wording';

import { FirstReasons } from './first-reason.js';
import type { LedgerTick } from './ledger-facts.js';
import { nameOf } from './morning.js';

/** What today's facts are made from. */
export interface TodayView {
  readonly policy: Policy;
  readonly tick: Pick<LedgerTick, 'facts' | 'leads' | 'morning'>;
  /** Where alerting stands. */
  readonly state: AlertingState;
  /** What stands in digests, sent or not; by default what waits in those of the state. */
  readonly entries?: readonly DigestEntry[] | undefined;
  /** Only what is this owner's. */
  readonly owner?: string | undefined;
  /** Whose data it is. */
  readonly organization?: string | undefined;
  /** Address of the pages. */
  readonly pages?: string | undefined;
}

/** What there is to know this morning: the facts of `dqs today`, of its page and of the digest. */
export function todayFacts(view: TodayView): TodayFacts {
  const { policy, tick, state, owner, organization, pages } = view;
  const { facts, morning } = tick;
  const isOwn = (labels: Labels) => owner === undefined || labels.owner === owner;
  const open = state.incidents.filter((one) => one.state !== 'resolved' && one.members.some((m) => isOwn(m.labels)));
  const own = new Map(facts.series.filter(({ labels }) => isOwn(labels)).map((one) => [one.id, one]));
  return {
    ...(organization !== undefined && { organization }),
    ...(owner !== undefined && { owner }),
    day: localTime(facts.at, policy.timezone).day,
    knownAt: facts.at,
    timeZone: policy.timezone,
    late: lateOf(view, open, isOwn),
    needs: needsOf(view, open),
    openIncidents: open.length,
    likely: likelyOf(view, [...own.values()]),
    yesterday: countsOf([...morning.outcomes].flatMap(([id, outcome]) => (own.has(id) ? [outcome] : []))),
    record: morning.record,
    held: heldOf(view, isOwn),
    changed: morning.changed.flatMap(({ series, text }) => (series === undefined || own.has(series) ? [text] : [])),
    ...(pages !== undefined && { pages }),
  };
}

/** The message about an incident, as it would be sent now. */
export function messageOf(
  { policy, tick, pages }: Pick<TodayView, 'policy' | 'tick' | 'pages'>,
  incident: Incident,
): IncidentMessage {
  const { facts, morning } = tick;
  const [root] = incident.members;
  const odds = root && seriesById(facts).get(root.subject)?.forecast?.pBelowTarget;
  const record = morning.record.find(
    ({ from, to, said }) => odds !== undefined && said > 0 && odds >= from && odds <= to,
  );
  const context = { policy, facts, said: morning.said, ...(record && { more: { record } }) };
  return incidentMessage(factsOfIncident(incident, context), pages === undefined ? {} : { pages });
}

function countsOf(outcomes: readonly (keyof TodayFacts['yesterday'])[]): TodayFacts['yesterday'] {
  const count = (kind: keyof TodayFacts['yesterday']) => outcomes.filter((one) => one === kind).length;
  return {
    right: count('right'),
    wrong: count('wrong'),
    fixed: count('fixed'),
    waiting: count('waiting'),
    missed: count('missed'),
  };
}

/** Sources later than usual, the most overdue first. */
function lateOf(
  { policy, tick: { facts } }: TodayView,
  open: readonly Incident[],
  isOwn: (labels: Labels) => boolean,
): LateSourceFacts[] {
  return facts.sources.flatMap((one) => {
    const usual = usualLag(one, 0.5);
    if (one.arrived || usual === undefined || one.arrivalLag === undefined || one.arrivalLag <= usual) return [];
    if (!isOwn(one.labels)) return [];
    const start = facts.at - one.arrivalLag;
    const clock = (lag: number) => localTime(start + lag, policy.timezone).clock;
    const incident = open.find(({ members }) =>
      members.some(({ subject, level }) => level === 'source' && subject === one.source),
    );
    return [
      {
        source: one.source,
        usual: clock(usual),
        latest: clock(usualLag(one, 0.99) ?? usual),
        series: facts.series.filter(({ labels }) => labels.source === one.source).length,
        ...(incident && { incident: incident.id }),
      },
    ];
  });
}

/** Open incidents that somebody has to look at: those that are more than for information, the worst first. */
function needsOf(view: TodayView, open: readonly Incident[]): NeedFacts[] {
  const { pages } = view;
  return open
    .filter(needsPerson)
    .sort(byGravity)
    .map((incident) => {
      const message = messageOf(view, incident);
      return {
        incident: incident.id,
        state: message.state,
        title: message.what,
        ...(message.owner !== undefined && { owner: message.owner }),
        ...(message.holder !== undefined && { holder: message.holder }),
        sentence: message.lines[0] ?? '',
        ...(pages !== undefined && { url: `${pages}/incidents/${incident.id}` }),
      };
    });
}

/** Series whose forecast warns, the dearest first. */
function likelyOf({ tick: { morning, facts, leads }, pages }: TodayView, own: readonly SeriesFacts[]): LikelyFacts[] {
  const reasons = new FirstReasons({ facts, leads });
  const today = Math.floor(facts.at / MS_PER_DAY);
  const likely = own.filter(
    ({ forecast }) => forecast && forecast.day >= today && forecast.pBelowTarget >= WARNING_ODDS,
  );
  const cost = ({ importance, forecast }: SeriesFacts) => importance * forecast!.pBelowTarget;
  return likely
    .sort((a, b) => cost(b) - cost(a) || compareText(a.id, b.id))
    .map((series) => {
      const { id, labels, target, forecast } = series;
      const { day, pBelowTarget: odds, expected, lower80, upper80, naive } = forecast!;
      const reason = reasons.of(series);
      return {
        id,
        dataset: labels.datasetName ?? labels.dataset ?? id,
        rule: labels.rule ?? '',
        ...(labels.owner !== undefined && { owner: labels.owner }),
        target,
        forecast: { day, odds, expected, lower80, upper80, naive },
        ...(reason !== undefined && { reason }),
        isNew: !morning.wereLikely.has(id),
        ...(pages !== undefined && { url: `${pages}/series/${encodeURIComponent(id)}` }),
      };
    });
}

/** What fires and was told by no message of its own: entries of digests, then alerts that something keeps quiet. */
function heldOf(view: TodayView, isOwn: (labels: Labels) => boolean): HeldFacts[] {
  const { state, owner } = view;
  const entries = view.entries ?? state.digests.flatMap((one) => one.entries);
  const incidents = new Map(state.incidents.map((one) => [one.id, one]));
  const told = entries.flatMap((entry) => {
    const incident = incidents.get(entry.incident);
    if (owner !== undefined && !entry.owners.includes(owner)) return [];
    return [{ what: incident ? messageOf(view, incident).what : entry.incident, why: whyOf(entry) }];
  });
  const quiet = state.alerts.filter((one) => isActive(one) && one.suppressed !== null && isOwn(one.labels));
  const spoken = quiet.filter(({ suppressed }) => suppressed!.alert !== undefined);
  const others = quiet.filter(({ suppressed }) => suppressed!.alert === undefined).sort((a, b) => b.cost - a.cost);
  return [...told, ...spokenFor(spoken), ...others.map((one) => ({ what: subjectOf(one), why: one.suppressed!.why }))];
}

function whyOf({ why, kind, reasons }: DigestEntry): string {
  const budget = reasons.find(({ check }) => check.startsWith('pages of'));
  const over = budget && `${budget.check}: ${String(budget.observed)} of ${String(budget.limit)} are used`;
  const words = {
    route: 'its route leads to the digest',
    budget: over ?? 'the budget of pages is used up',
    hours: 'its receiver has other hours',
  };
  return kind === 'opened' ? words[why] : `${kind}; ${words[why]}`;
}

/** One line for each alert that speaks for others. */
function spokenFor(alerts: readonly Alert[]): HeldFacts[] {
  const counts = new Map<string, Set<string>>();
  for (const { suppressed, subject } of alerts) {
    const by = suppressed!.alert!;
    counts.set(by, (counts.get(by) ?? new Set()).add(subject));
  }
  return [...counts].map(([by, subjects]) => ({
    what: countText(subjects.size, 'series', 'series'),
    why: `one alert speaks for ${subjects.size === 1 ? 'it' : 'them'}: ${by}`,
  }));
}

function subjectOf({ subject, labels, level }: Alert): string {
  return level === 'series' ? nameOf({ labels, id: subject }) : subject;
}
