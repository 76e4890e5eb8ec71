import { LEVELS, SEVERITIES, SILENCE_FIELDS, type Alert, type Incident, type KeptSilence } from '@dqs/alerting';
import * as z from 'zod';

import { timeText } from './fields.js';

const time = z.iso.datetime();

const LABELS = z.looseObject({
  tenant: z.string().optional(),
  dataset: z.string().optional(),
  rule: z.string().optional(),
});

/** An incident in a list. */
export const INCIDENT = z.strictObject({
  id: z.string(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  severity: z.enum(SEVERITIES),
  group: z.string(),
  opened_at: time,
  alerts: z.int().describe('Alerts in it'),
  acknowledged_by: z.string().nullable(),
  resolution: z.string().nullable(),
  title: z.string().nullable().describe('What a person called it'),
});

/** An incident with its alerts and what happened to it. */
export const INCIDENT_SHOWN = INCIDENT.extend({
  members: z.array(
    z.strictObject({
      alert: z.string(),
      rule: z.string(),
      subject: z.string(),
      severity: z.enum(SEVERITIES),
      labels: LABELS,
      fired_at: time,
      resolved_at: time.nullable(),
    }),
  ),
  events: z.array(
    z.strictObject({
      at: time,
      kind: z.string(),
      text: z.string(),
      by: z.string().optional(),
      note: z.string().optional().describe('What they said of it'),
    }),
  ),
  root: z
    .string()
    .nullable()
    .describe('Where a person said that it began; null for the likeliest, which is the first member'),
  fix_by: time.nullable().describe('When it is expected to be fixed'),
  fixed_at: time.nullable(),
  fixed_by: z.string().nullable(),
  merged_into: z.string().nullable(),
  split_from: z.string().nullable(),
});

/** An alert that is on its way, fires or is about to recover. */
export const ALERT = z.strictObject({
  alert: z.string(),
  rule: z.string(),
  level: z.enum(LEVELS),
  subject: z.string(),
  phase: z.string(),
  severity: z.enum(SEVERITIES),
  since: time,
  suppressed: z.string().nullable().describe('Why it tells nobody'),
  labels: LABELS,
});

const PATTERNS = z.array(z.string().min(1).max(1000)).min(1).max(100);

/** What a silence is about. */
export const MATCH = z
  .strictObject(Object.fromEntries(SILENCE_FIELDS.map((name) => [name, PATTERNS.optional()])))
  .describe('Every field that is given has to match, with one of its patterns');

/** A silence. */
export const SILENCE = z.strictObject({
  id: z.string(),
  match: z.record(z.string(), z.array(z.string())),
  from: time,
  until: time.describe('The end does not belong to it'),
  by: z.string(),
  comment: z.string(),
  ended_at: time.nullable(),
  ended_by: z.string().nullable(),
});

/** The fields of {@link INCIDENT}. */
export function incidentFields(one: Incident): z.infer<typeof INCIDENT> {
  const { id, state, severity, group, openedAt, members, acknowledgedBy, resolution, title } = one;
  return {
    ...{ id, state, severity, group, opened_at: timeText(openedAt), alerts: members.length },
    ...{ acknowledged_by: acknowledgedBy, resolution: resolution?.reason ?? null, title: title ?? null },
  };
}

/** The fields of {@link INCIDENT_SHOWN}. */
export function shownFields(one: Incident): z.infer<typeof INCIDENT_SHOWN> {
  const members = one.members.map(({ alert, rule, subject, severity, labels, firedAt, resolvedAt }) => ({
    ...{ alert, rule, subject, severity, labels: { ...labels }, fired_at: timeText(firedAt) },
    resolved_at: resolvedAt === null ? null : timeText(resolvedAt),
  }));
  const events = one.events.map(({ at, kind, text, by, note }) => ({
    at: timeText(at),
    kind,
    text,
    ...(by !== undefined && { by }),
    ...(note !== undefined && { note }),
  }));
  const { root = null, fixBy, fixed, mergedInto, splitFrom } = one;
  return {
    ...{ ...incidentFields(one), members, events, root, fix_by: fixBy ? timeText(fixBy.at) : null },
    ...{ fixed_at: fixed ? timeText(fixed.at) : null, fixed_by: fixed?.by ?? null },
    ...{ merged_into: mergedInto, split_from: splitFrom },
  };
}

/** The fields of {@link ALERT}. */
export function alertFields(one: Alert): z.infer<typeof ALERT> {
  const { key: alert, rule, level, subject, phase, severity, since, suppressed, labels } = one;
  return {
    ...{ alert, rule, level, subject, phase, severity, since: timeText(since) },
    ...{ suppressed: suppressed?.why ?? null, labels: { ...labels } },
  };
}

/** The fields of {@link SILENCE}. */
export function silenceFields({ id, match, from, until, by, comment, ended }: KeptSilence): z.infer<typeof SILENCE> {
  return {
    ...{ id, match: match as Record<string, string[]>, from: timeText(from), until: timeText(until), by, comment },
    ...{ ended_at: ended ? timeText(ended.at) : null, ended_by: ended?.by ?? null },
  };
}
