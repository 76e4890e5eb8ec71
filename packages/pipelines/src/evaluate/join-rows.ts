import { joinArrays, namedValues } from '@dqs/core';

import type { DistributionRows } from './distribution-rows.js';
import type { ScoredDistributions } from './distribution-scores.js';
import type { EvaluationRows } from './evaluate.js';

/**
 * The rows of one or more test windows, concatenated. The best naive distributions are those of the first
 * one, which were chosen before any of the test days.
 */
export function joinRows(parts: readonly EvaluationRows[]): EvaluationRows {
  const doubles = (of: (part: EvaluationRows) => Float64Array) => joinArrays(Float64Array, parts.map(of));
  const floats = (of: (part: EvaluationRows) => Float32Array) => joinArrays(Float32Array, parts.map(of));
  const days = (of: (part: EvaluationRows) => Int32Array) => joinArrays(Int32Array, parts.map(of));
  const naive = namedValues<Float64Array>();
  for (const name of Object.keys(parts[0]!.naive)) naive[name] = doubles((part) => part.naive[name]!);
  return {
    actual: doubles((part) => part.actual),
    weight: floats((part) => part.weight),
    naive,
    came: {
      passes: days((part) => part.came.passes),
      executions: days((part) => part.came.executions),
    },
    level: parts.flatMap(({ level }) => level),
    rule: parts.flatMap(({ rule }) => rule),
    distributions: joinDistributions(parts.map(({ distributions }) => distributions)),
    bounds: {
      lower80: doubles((part) => part.bounds.lower80),
      upper80: doubles((part) => part.bounds.upper80),
      lower95: doubles((part) => part.bounds.lower95),
      upper95: doubles((part) => part.bounds.upper95),
    },
    forecasts: {
      requests: {
        series: days((part) => part.forecasts.requests.series),
        targetDay: days((part) => part.forecasts.requests.targetDay),
        asOfDay: days((part) => part.forecasts.requests.asOfDay),
      },
      expectedPassPercentage: doubles((part) => part.forecasts.expectedPassPercentage),
      predictedPassPercentage: doubles((part) => part.forecasts.predictedPassPercentage),
      executions: floats((part) => part.forecasts.executions),
      flags: joinArrays(
        Uint8Array,
        parts.map((part) => part.forecasts.flags),
      ),
    },
  };
}

function joinDistributions(parts: readonly ScoredDistributions[]): ScoredDistributions {
  const [first] = parts as [ScoredDistributions];
  const naive = namedValues<DistributionRows>();
  for (const name of Object.keys(first.naive)) naive[name] = joinScored(parts.map((part) => part.naive[name]!));
  const trailingBest = joinArrays(
    Float64Array,
    parts.map((part) => part.trailingBest),
  );
  return { ...first, model: joinScored(parts.map(({ model }) => model)), naive, trailingBest };
}

function joinScored(parts: readonly DistributionRows[]): DistributionRows {
  const join = (column: keyof DistributionRows) =>
    joinArrays(
      Float64Array,
      parts.map((part) => part[column]),
    );
  return {
    absoluteError: join('absoluteError'),
    squaredError: join('squaredError'),
    crps: join('crps'),
    logScore: join('logScore'),
    interval80: join('interval80'),
    interval95: join('interval95'),
    pit: join('pit'),
    belowTarget: join('belowTarget'),
  };
}
