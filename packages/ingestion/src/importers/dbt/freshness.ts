import type { Outcome } from '@dqs/core';

import { SkipCounter, type ToolCheck } from '../tool/check.js';
import { firstText, listAt, textAt } from '../tool/json-values.js';
import type { FoundManifest } from './find-manifest.js';
import { runOf, sourceOf, startOf, type DbtReading } from './run-results.js';
import { parseUniqueId } from './unique-id.js';

/** The rule code of the freshness of a source; dbt has one such check for each. */
export const FRESHNESS_RULE = 'source_freshness';

/** Unlike in run results, `error` is a verdict here: staler than `error_after`. */
const OUTCOMES: ReadonlyMap<string, readonly [Outcome, string]> = new Map([
  ['pass', ['pass', '']],
  ['warn', ['fail', 'warn']],
  ['error', ['fail', 'error']],
  ['runtime error', ['error', '']],
]);

/** Reads `sources.json`, which `dbt source freshness` writes. */
export function readFreshness(document: unknown, { manifest, notes }: FoundManifest): DbtReading {
  const results = listAt(document, 'results');
  const run = `dbt:${runOf(document, results)}:freshness`;
  const skips = new SkipCounter();
  const checks = results.flatMap((result): ToolCheck[] => {
    const id = textAt(result, 'unique_id');
    const status = textAt(result, 'status').toLowerCase();
    if (status === 'skipped') {
      skips.add('skipped');
      return [];
    }
    const [outcome, severity] = OUTCOMES.get(status) ?? (['error', ''] as const);
    const known = manifest?.dataset(id);
    const { project, name } = parseUniqueId(id);
    return [
      {
        run,
        check: id,
        source: sourceOf(id, project),
        datasetUuid: id,
        datasetName: known?.name ?? name,
        ruleCode: FRESHNESS_RULE,
        time: firstText(
          startOf(result),
          textAt(result, 'snapshotted_at'),
          textAt(document, 'metadata', 'generated_at'),
        ),
        outcome,
        level: 'DATASET',
        severity,
        owner: known?.owner,
        tags: known?.tags ?? [],
        description: known?.description,
        runbook: known?.runbook,
        raw: result,
      },
    ];
  });
  return { checks, skipped: skips.counts(), notes: checks.length > 0 ? notes : [] };
}
