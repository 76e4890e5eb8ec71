import type { Incident } from '@dqs/alerting';
import { WARNING_ODDS } from '@dqs/core';

import { takenOver } from './incident-row.js';
import type { MemberRow } from './members.js';
import { LOOKED_MS, verdictOf, type SaidAndCame } from './said-and-came.js';
import type { SentRow } from './told.js';

/** The steps of an incident. Instants and lengths are milliseconds; null for what has not been. Survives JSON. */
export interface IncidentSteps {
  /** The first forecast that warned. */
  readonly forecast: { readonly at: number; readonly name: string; readonly odds: number } | null;
  readonly warned: { readonly at: number; readonly receivers: readonly string[]; readonly isPage: boolean } | null;
  /** The first result that missed its target. */
  readonly failed: { readonly at: number; readonly name: string; readonly afterWarning: number | null } | null;
  readonly acknowledged: { readonly at: number; readonly by: string; readonly afterTold: number | null } | null;
  readonly fixed: { readonly at: number; readonly by: string } | null;
  /** When it is expected to be fixed, and who says so. */
  readonly fixBy: { readonly at: number; readonly by: string } | null;
  readonly resolved: { readonly at: number; readonly by: string; readonly reason: string } | null;
}

/** How far an incident has come. */
export function stepsOf(
  incident: Incident,
  members: readonly MemberRow[],
  days: readonly SaidAndCame[],
  sent: readonly SentRow[],
): IncidentSteps {
  const { openedAt, resolution, state } = incident;
  const names = new Map(members.map(({ subject, name, row }) => [subject, { name, target: row?.target }]));
  const told = sent.filter(({ kind }) => kind !== 'held' && kind !== 'resolved');
  const warned = first(told);
  const paged = first(told.filter(({ isPage }) => isPage));
  const failed = first(
    days.flatMap((one) => {
      const { name, target } = names.get(one.series)!;
      const verdict = verdictOf(one, target ?? one.said?.target ?? 100);
      const isBad = verdict === 'right' || verdict === 'missed' || (verdict === 'unsaid' && isBelow(one, target));
      return isBad && one.came!.arrivedAt >= openedAt - LOOKED_MS ? [{ at: one.came!.arrivedAt, name }] : [];
    }),
  );
  // What is forecast once it has failed was no warning of it.
  const forecast = first(
    days.flatMap(({ series, said }) =>
      said !== null &&
      said.odds >= WARNING_ODDS &&
      said.issuedAt >= openedAt - LOOKED_MS &&
      said.issuedAt <= (failed?.at ?? Infinity)
        ? [{ at: said.issuedAt, name: names.get(series)!.name, odds: said.odds }]
        : [],
    ),
  );
  const taken = takenOver(incident);
  const since = paged ?? warned;
  return {
    forecast,
    warned: warned && { at: warned.at, receivers: warned.receivers, isPage: warned.isPage },
    failed: failed && { ...failed, afterWarning: warned && failed.at > warned.at ? failed.at - warned.at : null },
    acknowledged: taken
      ? { at: taken.at, by: taken.by ?? '', afterTold: since && taken.at > since.at ? taken.at - since.at : null }
      : null,
    fixed: incident.fixed ?? null,
    fixBy: incident.fixBy ?? null,
    resolved: state === 'resolved' ? resolution : null,
  };
}

function isBelow({ came }: SaidAndCame, target = 100): boolean {
  return 100 * came!.passes < target * came!.executions;
}

function first<T extends { readonly at: number }>(all: readonly T[]): T | null {
  return all.reduce<T | null>((least, one) => (least === null || one.at < least.at ? one : least), null);
}
