import type { Alert, Labels } from '../alerts/alert.js';
import type { GroupLabel } from '../policy/policy.js';

/**
 * What an alert is grouped by: its tenant, and the labels of `group_by`; without any of those it stands for itself. A
 * tenant never shares an incident with another.
 */
export function groupOf(alert: Pick<Alert, 'level' | 'subject' | 'labels'>, groupBy: readonly GroupLabel[]): string {
  const { labels } = alert;
  const values = groupBy.map((name) => valueOf(labels, name));
  if (values.every((value) => value === null)) return JSON.stringify([alert.level, alert.subject]);
  return JSON.stringify([labels.tenant ?? null, ...values]);
}

function valueOf(labels: Labels, name: GroupLabel): string | null {
  return labels[name] ?? null;
}
