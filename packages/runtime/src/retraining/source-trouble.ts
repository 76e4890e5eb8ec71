import { marksAt, type AlertingStore, type Incident, type IncidentMember } from '@dqs/alerting';
import { compareText, formatDay, keyId, MS_PER_DAY, type DailyPanel } from '@dqs/core';
import { lateSources, type Delivered, type DeliveryEntry } from '@dqs/ingestion';
import { seriesId, type LedgerStore } from '@dqs/ledger';
import { factId } from '@dqs/pipelines';
import type { ExcludedDays } from '@dqs/pipelines/retrain';

/** Days back on which a source may be due. */
const DAYS_PER_WEEK = 7;
/** Incidents of an alerting that are looked at. */
const MOST_INCIDENTS = 100_000;

type Alerting = Pick<AlertingStore<never>, 'names' | 'incidents' | 'marks'>;

/** An alert about a source, in an incident. */
interface SourceAlert {
  readonly incident: Incident;
  readonly member: IncidentMember;
}

/** All alerts about sources that ever were in an incident. */
export async function sourceAlerts(alerting: Alerting): Promise<readonly SourceAlert[]> {
  const found: SourceAlert[] = [];
  for (const name of await alerting.names()) {
    for (const incident of await alerting.incidents(name, { limit: MOST_INCIDENTS })) {
      const members = incident.members.filter(({ level }) => level === 'source');
      found.push(...members.map((member) => ({ incident, member })));
    }
  }
  return found;
}

/**
 * The trouble with the ingestion of a panel's sources that is not over, a line each: sources that are late or silent, and incidents
 * about sources that are open. What it did to the data is not known yet.
 *
 * @param entries of the journal of deliveries that are known.
 * @param now milliseconds.
 */
export function openTrouble(
  { keys }: DailyPanel,
  entries: readonly DeliveryEntry<Delivered>[],
  alerts: readonly SourceAlert[],
  now: number,
): readonly string[] {
  const ours = new Set(keys.map(({ source }) => source));
  const yesterday = Math.floor(now / MS_PER_DAY) - 1;
  const late = new Map<string, string>();
  for (let day = yesterday - DAYS_PER_WEEK + 1; day <= yesterday; day += 1) {
    for (const { source, status } of lateSources(entries, day, now)) {
      if (status !== 'not due yet')
        late.set(
          source,
          status === 'late'
            ? `${source} is late with ${formatDay(day)}`
            : `nothing has come from ${source} for ${formatDay(day)}`,
        );
    }
  }
  const open = alerts
    .filter(({ incident, member }) => incident.state !== 'resolved' && member.resolvedAt === null)
    .map(({ incident, member }) => [member.subject, `incident ${incident.id} about ${member.subject}`] as const);
  const ofOurs = [...late, ...open].filter(([source]) => ours.has(source)).map(([, text]) => text);
  return [...new Set(ofOurs)].sort(compareText);
}

/**
 * The days of a panel whose results say nothing of how its series behave: those that a source had not delivered in time when an
 * incident about it opened, up to the day before that was over, and those on which somebody intervened, by the ledger or by saying
 * of a series that it is fixed.
 */
export async function excludedDays(
  panel: DailyPanel,
  { ledger, alerting }: { readonly ledger: LedgerStore; readonly alerting: Alerting },
  alerts: readonly SourceAlert[],
  now: number,
): Promise<ExcludedDays> {
  const incidents = new Map<string, Set<number>>();
  for (const { incident, member } of alerts) {
    const over = member.resolvedAt ?? incident.resolution?.at ?? now;
    const last = Math.max(member.day, Math.floor(over / MS_PER_DAY) - 1);
    for (let day = member.day; day <= last; day += 1) add(incidents, member.subject, day);
  }
  return { incidents, intervened: await intervenedDays(panel, ledger, alerting, now) };
}

async function intervenedDays(panel: DailyPanel, ledger: LedgerStore, alerting: Alerting, now: number) {
  const bySeries = new Map<string, string[]>();
  for (const key of panel.keys) {
    for (const name of [`series ${seriesId(key)}`, `fact ${factId(key)}`]) {
      bySeries.set(name, [...(bySeries.get(name) ?? []), keyId(key)]);
    }
  }
  const days = new Map<string, Set<number>>();
  const exclude = (name: string, day: number) => bySeries.get(name)?.forEach((key) => add(days, key, day));
  const numbers = new Map((await ledger.series()).map((series) => [series.number, `series ${seriesId(series)}`]));
  const span = { from: 0, to: Math.floor(now / MS_PER_DAY), knownAt: now };
  for (const { series, day } of await ledger.interventions(span)) exclude(numbers.get(series)!, day);
  for (const name of await alerting.names()) {
    for (const [series, marks] of marksAt(await alerting.marks(name), now)) {
      for (const { kind, day } of marks) if (kind === 'fixed') exclude(`fact ${series}`, day);
    }
  }
  return days;
}

function add(days: Map<string, Set<number>>, name: string, day: number): void {
  const own = days.get(name) ?? new Set<number>();
  days.set(name, own.add(day));
}
