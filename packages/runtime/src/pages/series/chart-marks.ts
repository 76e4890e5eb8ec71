import {
  MOST_INCIDENTS,
  quietsOf,
  SEVERITIES,
  type KeptMark,
  type Matchable,
  type Quiet,
  type SeriesFacts,
} from '@dqs/alerting';
import { MS_PER_DAY, MS_PER_HOUR } from '@dqs/core';
import { targetText } from '@dqs/core/wording';

import type { PageView } from '../page-view.js';
import type { CourseDay } from './course.js';

/** Something that stands beside the results of a series, on a day or from one to another. */
export interface ChartMark {
  readonly kind: 'model' | 'target' | 'silence' | 'window' | 'incident' | 'said';
  readonly day: number;
  /** The last day of a span; null for a mark of one day. */
  readonly to: number | null;
  /** What is written in the chart. */
  readonly label: string;
  /** The rest of it, in words. */
  readonly text: string;
  /** Id of the incident, or of what a person said; null for others. */
  readonly ref: string | null;
}

/** Incidents that opened so long before the first day are looked at, for those that were still open then. */
const OPEN_BEFORE_DAYS = 60;
/** Hours of a day at which is asked whether a silence holds: one that is shorter than that has no width in a chart of days. */
const HOURS = [0, 6, 12, 18];

/** The marks of a chart, by their first day, as known to a view. */
export async function chartMarks(
  view: PageView,
  series: SeriesFacts,
  days: readonly CourseDay[],
): Promise<readonly ChartMark[]> {
  if (days.length === 0) return [];
  const [incidents, said] = await Promise.all([incidentMarks(view, series, days), saidMarks(view, series, days)]);
  const marks = [...changes(days), ...quietMarks(view, series, days), ...incidents, ...said];
  return marks.sort((a, b) => a.day - b.day);
}

/** Days on which another version, or another target, was used than the time before. */
function changes(days: readonly CourseDay[]): ChartMark[] {
  const marks: ChartMark[] = [];
  let before: NonNullable<CourseDay['said']> | undefined;
  for (const { day, said } of days) {
    if (said === null) continue;
    const one = { day, to: null, ref: null };
    if (before && (before.model !== said.model || before.version !== said.version)) {
      const text = `${said.model} ${said.version} forecasts; it was ${before.model} ${before.version}`;
      marks.push({ ...one, kind: 'model', label: `model ${said.version}`, text });
    }
    if (before && before.target !== said.target) {
      const label = `target ${targetText(before.target)} → ${targetText(said.target)}`;
      marks.push({ ...one, kind: 'target', label, text: label });
    }
    before = said;
  }
  return marks;
}

/** Silences and windows under which an alert about the series would have told nobody. */
function quietMarks({ opened, tick }: PageView, { labels }: SeriesFacts, days: readonly CourseDay[]): ChartMark[] {
  const { policy } = opened;
  const alerts = policy.rules.flatMap(({ id: rule, level }): Matchable[] =>
    level === 'series' ? SEVERITIES.map((severity) => ({ labels, rule, level, severity })) : [],
  );
  return quietsOf(policy, tick.facts)
    .filter(({ matches }) => alerts.some(matches))
    .flatMap((quiet) => spansOf(quiet, days));
}

function spansOf({ kind, holdsAt, why }: Quiet, days: readonly CourseDay[]): ChartMark[] {
  const spans: ChartMark[] = [];
  for (const { day } of days) {
    if (!HOURS.some((hour) => holdsAt(day * MS_PER_DAY + hour * MS_PER_HOUR))) continue;
    const last = spans.at(-1);
    if (last?.to === day - 1) spans[spans.length - 1] = { ...last, to: day };
    else spans.push({ kind, day, to: day, label: kind, text: why, ref: null });
  }
  return spans;
}

async function incidentMarks(
  { alerting, opened, at }: PageView,
  { id }: SeriesFacts,
  days: readonly CourseDay[],
): Promise<ChartMark[]> {
  const [first, last] = [days[0]!.day, days.at(-1)!.day];
  const span = { from: (first - OPEN_BEFORE_DAYS) * MS_PER_DAY, until: at + 1, limit: MOST_INCIDENTS };
  const found = await alerting.incidents(opened.policy.name, span);
  return found.flatMap(({ id: incident, members, resolution }): ChartMark[] => {
    const own = members.find(({ level, subject, firedAt }) => level === 'series' && subject === id && firedAt <= at);
    if (own === undefined) return [];
    const ends = [own.resolvedAt, resolution?.at].filter((end) => end != null && end <= at) as number[];
    const to = ends.length === 0 ? Math.floor(at / MS_PER_DAY) : Math.floor(Math.min(...ends) / MS_PER_DAY);
    if (to < first || own.day > last) return [];
    const text = ends.length === 0 ? `${incident} is open` : `${incident} is over`;
    return [{ kind: 'incident', day: own.day, to: Math.max(own.day, to), label: incident, text, ref: incident }];
  });
}

/** What people said of the series, and had not taken back. */
async function saidMarks(
  { alerting, opened, at }: PageView,
  { id }: SeriesFacts,
  days: readonly CourseDay[],
): Promise<ChartMark[]> {
  const found = await alerting.marks(opened.policy.name, [id]);
  const isThere = ({ at: saidAt, withdrawn, day }: KeptMark) =>
    saidAt <= at && !(withdrawn && withdrawn.at <= at) && day >= days[0]!.day && day <= days.at(-1)!.day;
  return found.filter(isThere).map(({ id: ref, kind, day, below, by, comment }) => {
    const until = below === undefined ? '' : ` ${targetText(below)}`;
    const text = `${SAID[kind]}${until}, said ${by}${comment === undefined ? '' : `: ${comment}`}`;
    return { kind: 'said', day, to: null, label: SAID[kind], text, ref };
  });
}

const SAID = {
  'expected-once': 'expected, this once',
  'expected-until': 'expected until below',
  fixed: 'fixed',
  'false-alarm': 'false alarm',
} as const satisfies Record<KeptMark['kind'], string>;
