import { compareText } from '@dqs/core';

import type { AggregateGroup, DailyAggregates } from '../records/aggregates.js';
import { Places } from '../columns/places.js';
import { AGGREGATE_STATISTICS } from '../records/aggregates.js';
import { compareIssues } from './sorted-rows.js';

/** A text that is equal for equal groups and for no others. */
export function groupId({ arm, model, version, live, tenantId, ruleCode, level, source }: AggregateGroup): string {
  return JSON.stringify([arm, model, version, live, tenantId, ruleCode, level, source]);
}

/** Orders by tenant, rule, level, source, arm, model, version, backfill before live. */
export function compareGroups(a: AggregateGroup, b: AggregateGroup): number {
  return (
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.ruleCode, b.ruleCode) ||
    compareText(a.level, b.level) ||
    compareText(a.source, b.source) ||
    compareIssues(a, b) ||
    Number(a.live) - Number(b.live)
  );
}

/** The rows of parts for which `isWanted` says so, by day, then group, then time; only groups that occur are there. */
export function gatherAggregates(
  parts: readonly DailyAggregates[],
  isWanted: (part: DailyAggregates, row: number) => boolean,
): DailyAggregates {
  const groups = new Places<AggregateGroup>(groupId);
  const rows = parts.flatMap((part) =>
    Array.from(part.day.keys())
      .filter((row) => isWanted(part, row))
      .map((row) => ({ part, row, group: groups.of(part.groups[part.group[row]!]!) })),
  );
  const order = groups.values.map((_, i) => i).sort((a, b) => compareGroups(groups.values[a]!, groups.values[b]!));
  const ranks = new Int32Array(order.length);
  order.forEach((place, rank) => {
    ranks[place] = rank;
  });
  rows.sort(
    (a, b) =>
      a.part.day[a.row]! - b.part.day[b.row]! ||
      ranks[a.group]! - ranks[b.group]! ||
      a.part.knownFrom[a.row]! - b.part.knownFrom[b.row]!,
  );
  const width = AGGREGATE_STATISTICS.length;
  const values = new Float64Array(rows.length * width);
  rows.forEach(({ part, row }, at) => values.set(part.values.subarray(row * width, (row + 1) * width), at * width));
  return {
    day: Int32Array.from(rows, ({ part, row }) => part.day[row]!),
    group: Int32Array.from(rows, ({ group }) => ranks[group]!),
    groups: order.map((place) => groups.values[place]!),
    knownFrom: Float64Array.from(rows, ({ part, row }) => part.knownFrom[row]!),
    values,
  };
}
