import type { RetrainingDecision } from '@dqs/pipelines/retrain';
import { inLine } from '@dqs/reports/text';

/** A decision with its grounds, a line each. */
export function decisionText({ reason, triggers, blocks, nextAllowedAt, start }: RetrainingDecision): string {
  const lines = [
    ...triggers.map((one) => `  ${one.isMet ? 'calls  ' : 'quiet  '}${one.name}: ${one.reason}`),
    ...blocks.map(
      (one) => `  forbids ${one.name}: ${one.reason}${one.until === null ? '' : `, until ${timeText(one.until)}`}`,
    ),
  ];
  const next = nextAllowedAt === null ? 'once somebody has acted' : `from ${timeText(nextAllowedAt)} on`;
  const allowed = start ? '' : `A training is allowed ${next}\n`;
  return `${inLine(reason)}\n${lines.map((line) => `${inLine(line)}\n`).join('')}${allowed}`;
}

/** An instant as ISO 8601 without fractions. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
