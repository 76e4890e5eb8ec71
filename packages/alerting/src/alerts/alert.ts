import type { Reason } from '../reason.js';

/** How bad an alert is, from the least to the most. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** What rules judge: a series, a source, a model, or the system itself. */
export const LEVELS = ['series', 'source', 'model', 'system'] as const;
/** One of {@link LEVELS}. */
export type Level = (typeof LEVELS)[number];

/** What is known of a subject beside its figures; routes, silences and windows match on it. */
export interface Labels {
  readonly source?: string;
  readonly tenant?: string;
  /** Its uuid. */
  readonly dataset?: string;
  /** Its name for people. */
  readonly datasetName?: string;
  /** The code of the rule whose results the series holds. */
  readonly rule?: string;
  /** The attribute that the rule looks at. */
  readonly attribute?: string;
  readonly model?: string;
  readonly owner?: string;
  readonly tags?: readonly string[];
  /** Where to read what to do. */
  readonly runbook?: string;
}

/** Whether all labels are equal; one that is undefined is as good as absent. */
export function areSameLabels(some: Labels, others: Labels): boolean {
  if (some === others) return true;
  const names = new Set([...Object.keys(some), ...Object.keys(others)]) as ReadonlySet<keyof Labels>;
  return [...names].every((name) => isSameLabel(some[name], others[name]));
}

function isSameLabel(one: Labels[keyof Labels], other: Labels[keyof Labels]): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.length === other.length && one.every((text, i) => text === other[i]);
}

/** Where an alert stands in its life. `resolved` lasts for one tick. */
export type Phase = 'inactive' | 'pending' | 'firing' | 'recovering' | 'resolved';

/** What keeps an alert that fires from telling anyone. */
export type SuppressionKind = 'silence' | 'window' | 'inhibition' | 'requirement' | 'dry-run' | 'mark';

/** Why an alert that fires tells nobody. */
export interface Suppression {
  readonly by: SuppressionKind;
  /** In words, such as `silenced to 2026-12-31 by ann: Migration`. */
  readonly why: string;
  /** The alert that speaks for this one, if it is inhibited. */
  readonly alert?: string;
}

/** An alert: one rule of the policy and one subject. Survives JSON. */
export interface Alert {
  /** Rule and subject; unique, the same in every tick. */
  readonly key: string;
  /** Id of the rule of the policy. */
  readonly rule: string;
  readonly level: Level;
  /** Id of the series, source, model or part of the system. */
  readonly subject: string;
  readonly labels: Labels;
  readonly phase: Phase;
  /** False while a fact that the rule needs is missing: then nothing fires and nothing resolves. */
  readonly known: boolean;
  readonly suppressed: Suppression | null;
  readonly severity: Severity;
  /** When the phase began, in milliseconds since 1970. */
  readonly since: number;
  /** When it last began to fire; null before. */
  readonly firedAt: number | null;
  /** Day of the observation with which it last began to fire; null before. */
  readonly firedDay: number | null;
  /** What it is expected to cost: importance × probability that the trouble is real. */
  readonly cost: number;
  /** Why it stands where it stands: the checks of the last tick with known facts. */
  readonly reasons: readonly Reason[];
  /** Day of the last observation that was counted. */
  readonly observedDay: number | null;
  /** Observations for which the condition has held, while pending. */
  readonly held: number;
  /** Observations since the condition last held. */
  readonly results: number;
  /** Good observations in a row since the condition last held. */
  readonly goodResults: number;
}

/** What people see of an alert: its phase, unless its facts are missing or it is kept from telling. */
export type AlertStatus = Phase | 'unknown' | 'suppressed';

/** The status of an alert. A missing fact is shown before a suppression: nobody knows whether it still fires. */
export function statusOf(alert: Pick<Alert, 'phase' | 'known' | 'suppressed'>): AlertStatus {
  if (!alert.known) return 'unknown';
  return alert.suppressed !== null && alert.phase !== 'inactive' ? 'suppressed' : alert.phase;
}

/** True while an alert fires, also while it recovers. */
export function isActive(alert: Pick<Alert, 'phase'>): boolean {
  return alert.phase === 'firing' || alert.phase === 'recovering';
}

/** The graver of two severities. */
export function graver(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}
