import type { ForecastRow } from '@dqs/core';
import { targetPasses } from '@dqs/core/stats';

import { fixed } from './numbers.js';
import { inLine } from './printable.js';

/** With so few executions a day, targets that people tell apart are often the same. */
const FEW_EXECUTIONS = 20;

/**
 * How likely a forecast is to fall below its target, in one sentence; with few executions a second one, about the targets that are
 * the same: of 8 executions, 95 and 100 % both need all to pass.
 */
export function oddsText(forecast: ForecastRow): string {
  const { ruleCode, datasetName, datasetUuid, targetPercentage, businessDate, naivePassPercentage } = forecast;
  const naive = naivePassPercentage === null ? 'says nothing' : `says ${fixed(naivePassPercentage, 1)} %`;
  const odds =
    `Rule ${inLine(ruleCode)} on ${inLine(datasetName || datasetUuid)}: ${fixed(100 * forecast.pBelowTarget, 1)} % likely to fall ` +
    `below its target of ${targetPercentage} % on ${businessDate} (expected ${fixed(forecast.expectedPassPercentage, 1)} %, ` +
    `80 % range ${fixed(forecast.lower80, 1)} to ${fixed(forecast.upper80, 1)} %); naive ${naive}.`;
  const same = sameTargets(forecast);
  return same === undefined ? odds : `${odds} ${same}`;
}

function sameTargets({ executions, targetPercentage }: ForecastRow): string | undefined {
  const n = Math.max(1, Math.round(executions));
  const passes = targetPasses(targetPercentage, n);
  if (n > FEW_EXECUTIONS || passes === 0) return undefined;
  const day = n === 1 ? '1 execution' : `${n} executions`;
  const [above, to] = [(100 * (passes - 1)) / n, (100 * passes) / n];
  return `With ${day} a day, every target above ${percentage(above)} and up to ${percentage(to)} % is the same: ${passes} of ${n} pass.`;
}

/** At most one digit behind the point. */
function percentage(value: number): string {
  return String(Math.round(10 * value) / 10);
}
