import type { GateReport } from '@dqs/core';

import { colored } from './colors.js';
import { inLine } from './printable.js';
import { checkCounts } from './gates-text.js';

/** The checks that decide first; those that passed only as a number. */
export function gatesText({ checks }: GateReport): string {
  const of = (verdict: string) => checks.filter((check) => check.verdict === verdict);
  const lines = [
    ...of('fail').map(
      ({ name, reason }) => `  ${colored('red', 'fail')}          ${inLine(name)}: ${inLine(reason)}\n`,
    ),
    ...of('inconclusive').map(({ name, reason }) => `  inconclusive  ${inLine(name)}: ${inLine(reason)}\n`),
  ];
  return `${lines.join('')}  ${checkCounts(checks)}\n`;
}
