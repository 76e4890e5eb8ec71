import {
  isActive,
  judgedDay,
  percentageOf,
  resultOf,
  routesOf,
  type Alert,
  type Incident,
  type Level,
  type Receiver,
  type Severity,
  type SeriesFacts,
} from '@dqs/alerting';
import { seriesName } from '@dqs/core/wording';

import type { PageView } from '../page-view.js';
import type { SeriesState } from '../series-rows.js';
import { digestCauses, whyNotTold, type NotTold } from './not-told.js';

/** What an alert looked at and compared with: a share in [0, 1], a percentage, a length of time, or anything else. */
export interface ObservedValue {
  readonly value: number | string | boolean | null;
  readonly limit: number | string | boolean | null;
  readonly unit: 'share' | 'percentage' | 'text' | 'number';
}

/** A receiver that was told of the incident of an alert. */
export interface ToldRow {
  readonly receiver: string;
  /** `slack`, `email` and the like; null where the policy no longer has it. */
  readonly channel: Receiver['channel'] | null;
  readonly at: number;
  readonly isPage: boolean;
  /** Whether it stands in a digest instead of a message. */
  readonly isDigest: boolean;
  /** Messages so far: from the second on they are updates. */
  readonly count: number;
}

/** An alert that fires, or several of which one speaks for the others. */
export interface LiveRow {
  readonly key: string;
  readonly rule: string;
  readonly level: Level;
  readonly subject: string;
  readonly what: string;
  /** Id of its series, which names a page; null where it is about something else or about several. */
  readonly series: string | null;
  readonly owner: string | null;
  readonly state: SeriesState;
  readonly severity: Severity;
  readonly since: number;
  readonly observed: ObservedValue | null;
  readonly incident: string | null;
  /** Whether it is the likeliest root of its incident, about which the messages are. */
  readonly isRoot: boolean;
  readonly isTold: boolean;
  readonly told: readonly ToldRow[];
  readonly why: NotTold | null;
  /** Whether what it fired for is over, and it waits for more good results before it ends. */
  readonly isRecovering: boolean;
  /** Alerts that the row stands for. */
  readonly count: number;
}

/** Alerts that fire, those that are told first, the worst of each first. */
export function liveRows(view: PageView): readonly LiveRow[] {
  const { state, tick } = view;
  const series = new Map(tick.facts.series.map((one) => [one.id, one]));
  const incidents = incidentsByAlert(state.incidents);
  const causes = digestCauses(state.digests);
  const active = state.alerts.filter(isActive);
  const spoken = active.filter(({ suppressed }) => suppressed?.alert !== undefined);
  const rows = active
    .filter(({ suppressed }) => suppressed?.alert === undefined)
    .map((alert) => rowOf(view, alert, series.get(alert.subject), incidents.get(alert.key), causes));
  return [...rows, ...spokenRows(view, spoken, incidents)].sort(
    (a, b) => Number(b.isTold) - Number(a.isTold) || ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
}

const ORDER: readonly SeriesState[] = ['failing', 'unknown', 'likely', 'watch', 'intervened', 'ok', 'suppressed'];

function incidentsByAlert(incidents: readonly Incident[]): ReadonlyMap<string, Incident> {
  const found = new Map<string, Incident>();
  for (const incident of incidents) {
    if (incident.state !== 'resolved') for (const { alert } of incident.members) found.set(alert, incident);
  }
  return found;
}

function rowOf(
  { opened: { policy }, tick, state }: PageView,
  alert: Alert,
  series: SeriesFacts | undefined,
  incident: Incident | undefined,
  causes: ReturnType<typeof digestCauses>,
): LiveRow {
  const { key, rule, level, subject, labels, severity, since } = alert;
  const isRoot = incident?.members[0]?.alert === key;
  const told = toldRows(incident, policy.receivers, state.pages);
  const routes = routesOf(policy.routes, { labels, rule, level, severity });
  const why = whyNotTold(alert, { incident, causes, hasRoute: routes.length > 0, earned: series?.earned });
  const isForecast = policy.rules.find(({ id }) => id === rule)?.isForecast === true;
  return {
    ...{ key, rule, level, subject, severity, since, isRoot, what: whatOf(alert) },
    series: level === 'series' ? subject : null,
    owner: labels.owner ?? null,
    state: stateOf(alert, isForecast),
    observed: series && !isForecast ? resultFacts(series, tick.facts) : checked(alert),
    incident: incident?.id ?? null,
    isTold: why === null,
    told: isRoot ? told : [],
    ...{ why, isRecovering: alert.phase === 'recovering', count: 1 },
  };
}

function whatOf({ level, labels, subject }: Alert): string {
  if (level !== 'series') return subject;
  return seriesName({ dataset: labels.datasetName ?? labels.dataset ?? subject, rule: labels.rule ?? '' });
}

function stateOf({ level, suppressed, known, phase }: Alert, isForecast: boolean): SeriesState {
  if (suppressed !== null) return 'suppressed';
  if (!known || level === 'source') return 'unknown';
  if (phase === 'recovering') return 'watch';
  if (level === 'series') return isForecast ? 'likely' : 'failing';
  return level === 'model' ? 'watch' : 'failing';
}

/** The result that a series is judged by against its target, which says more than the test that found it. */
function resultFacts(series: SeriesFacts, facts: PageView['tick']['facts']): ObservedValue | null {
  const value = percentageOf(resultOf(series.results, judgedDay(series, facts)));
  return value === undefined ? null : { value, limit: series.target, unit: 'percentage' };
}

/** The first check that made it fire, one of how much before one of what it is. */
function checked({ reasons }: Alert): ObservedValue | null {
  const met = reasons.filter(({ verdict }) => verdict === 'met');
  const reason = met.find(({ observed }) => typeof observed === 'number') ?? met.at(-1) ?? reasons[0];
  if (reason === undefined) return null;
  const { check, observed: value, limit } = reason;
  if (typeof value !== 'number') return { value, limit, unit: 'text' };
  const isShare = /^(?:p_below_target|error_share|coverage|share)/.test(check);
  return { value, limit, unit: isShare ? 'share' : 'number' };
}

function toldRows(
  incident: Incident | undefined,
  receivers: ReadonlyMap<string, Receiver>,
  pages: PageView['state']['pages'],
): ToldRow[] {
  return (incident?.told ?? []).map(({ receiver, at, sent, digest, count }) => {
    const known = receivers.get(receiver);
    const isPage = known?.isPage === true && sent;
    // A page is of the time at which it woke somebody, whatever was added to it since.
    const paged = isPage ? pages.findLast((one) => one.incident === incident!.id)?.at : undefined;
    return {
      ...{ receiver, channel: known?.channel ?? null, at: paged ?? at, count },
      ...{ isPage, isDigest: digest !== null },
    };
  });
}

/** One row for each alert that speaks for others. */
function spokenRows(view: PageView, alerts: readonly Alert[], incidents: ReadonlyMap<string, Incident>): LiveRow[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const by = alert.suppressed!.alert!;
    groups.set(by, [...(groups.get(by) ?? []), alert]);
  }
  return [...groups].map(([by, own]) => {
    const [first] = own as [Alert, ...Alert[]];
    const speaker = view.state.alerts.find(({ key }) => key === by);
    const incident = incidents.get(by)?.id ?? null;
    const subjects = new Set(own.map(({ subject }) => subject)).size;
    const of = speaker === undefined ? '' : ` of ${speaker.subject}`;
    return {
      ...{ key: `${by} speaks for ${own.length}`, rule: first.rule, level: first.level, subject: first.subject },
      what: own.length === 1 ? whatOf(first) : `${subjects} series${of}`,
      ...{ series: own.length === 1 && first.level === 'series' ? first.subject : null, owner: null },
      ...{ state: 'suppressed' as const, severity: first.severity, observed: null, incident, isRoot: false },
      since: Math.min(...own.map(({ since }) => since)),
      ...{ isTold: false, told: [], isRecovering: false, count: own.length },
      why: { kind: 'inhibition' as const, text: 'one alert speaks for them', ...(incident !== null && { incident }) },
    };
  });
}
