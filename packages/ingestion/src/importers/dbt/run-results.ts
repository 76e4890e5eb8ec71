import type { Outcome } from '@dqs/core';

import { SkipCounter, type SkipReason, type ToolCheck, type ToolReading } from '../tool/check.js';
import { firstText, isObject, listAt, member, textAt } from '../tool/json-values.js';
import { digestOf, ruleCodesOf } from '../tool/rule-codes.js';
import type { FoundManifest } from './find-manifest.js';
import { datasetWithoutManifest, namedTest, type DbtTest } from './manifest.js';
import { parseUniqueId } from './unique-id.js';

/** Commands that execute tests. Others write the statuses of tests too, as if all had gone well. */
const EXECUTING = new Set(['', 'build', 'retry', 'test']);

const OUTCOMES: ReadonlyMap<string, Outcome | SkipReason> = new Map([
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['warn', 'fail'],
  ['error', 'error'],
  ['runtime error', 'error'],
  ['skipped', 'skipped'],
  // What a test is that was compiled and never run.
  ['success', 'not-executed'],
  ['no-op', 'not-executed'],
]);

/** The results of a document, without what the reading is called. */
export type DbtReading = Pick<ToolReading, 'checks' | 'skipped' | 'notes'>;

/** Reads `run_results.json`. */
export function readRunResults(document: unknown, { manifest, notes }: FoundManifest): DbtReading {
  const results = listAt(document, 'results');
  const run = runOf(document, results);
  const which = firstText(textAt(document, 'args', 'which'), textAt(document, 'args', 'rpc_method'));
  const skips = new SkipCounter();
  // What the manifest knows has its code from there.
  const others = results
    .map((result) => textAt(result, 'unique_id'))
    .filter((id) => !manifest?.test(id) && isTestId(id));
  const codeOf = ruleCodesOf(others.map((id) => namedTest(id, datasetWithoutManifest(id).id)));
  const checks = results.flatMap((result): ToolCheck[] => {
    const verdict = verdictOf(result, which);
    if (verdict !== 'pass' && verdict !== 'fail' && verdict !== 'error') {
      skips.add(verdict);
      return [];
    }
    const id = textAt(result, 'unique_id');
    const test = manifest?.test(id) ?? testWithoutManifest(id, codeOf);
    return [checkOf(result, verdict, test, { run, time: textAt(document, 'metadata', 'generated_at') })];
  });
  const didNothing = EXECUTING.has(which) ? [] : [`dbt ${which} executes no tests`];
  return { checks, skipped: skips.counts(), notes: [...didNothing, ...(checks.length > 0 ? notes : [])] };
}

/** The name of the run that wrote a document: its invocation, or for one without what it found and when. */
export function runOf(document: unknown, results: readonly unknown[]): string {
  const invocation = textAt(document, 'metadata', 'invocation_id');
  if (invocation !== '') return invocation;
  const seen = results.map((result) => [textAt(result, 'unique_id'), textAt(result, 'status'), startOf(result)]);
  return digestOf(seen.sort(), 32);
}

/** When a result was executed: the start of its execution, else of the first step that tells. */
export function startOf(result: unknown): string {
  const steps = listAt(result, 'timing');
  const executed = steps.find((step) => textAt(step, 'name') === 'execute');
  return firstText(textAt(executed, 'started_at'), ...steps.map((step) => textAt(step, 'started_at')));
}

function isTestId(id: string): boolean {
  return /^(?:unit_)?test\.[^.]*\./.test(id);
}

function verdictOf(result: unknown, which: string): Outcome | SkipReason {
  const id = textAt(result, 'unique_id');
  const status = textAt(result, 'status').toLowerCase();
  // Only tests pass, fail and warn, whatever their ids look like.
  if (!isTestId(id) && (id !== '' || !['pass', 'fail', 'warn'].includes(status))) return 'not-a-check';
  if (!EXECUTING.has(which)) return 'not-executed';
  return OUTCOMES.get(status) ?? 'error';
}

function testWithoutManifest(id: string, codeOf: ReturnType<typeof ruleCodesOf>): DbtTest {
  const dataset = datasetWithoutManifest(id);
  const ruleCode = codeOf(namedTest(id, dataset.id));
  return { dataset, ruleCode, column: '', severity: '', owner: '', tags: [], description: '', runbook: '' };
}

function checkOf(
  result: unknown,
  outcome: Outcome,
  test: DbtTest,
  { run, time }: { readonly run: string; readonly time: string },
): ToolCheck {
  const id = textAt(result, 'unique_id');
  const { kind, project } = parseUniqueId(id);
  return {
    run: `dbt:${run}`,
    check: id,
    source: sourceOf(test.dataset.id, project),
    datasetUuid: test.dataset.id,
    datasetName: test.dataset.name,
    ruleCode: id === '' ? '' : test.ruleCode,
    time: firstText(startOf(result), time),
    outcome,
    level: kind === 'unit_test' ? 'UNIT_TEST' : test.column === '' ? 'DATASET' : 'ATTRIBUTE',
    attribute: test.column,
    severity: textAt(result, 'status').toLowerCase() === 'warn' ? 'warn' : test.severity,
    owner: test.owner,
    tags: test.tags,
    description: test.description,
    runbook: test.runbook,
    raw: isObject(result) ? shortened(result) : result,
  };
}

/** The project of a dataset, else of the test. */
export function sourceOf(dataset: string, project: string): string {
  return firstText(parseUniqueId(dataset).project, project, 'dbt');
}

/** A result without the text of its query. */
function shortened(result: object): object {
  return {
    unique_id: member(result, 'unique_id'),
    status: member(result, 'status'),
    message: member(result, 'message'),
    failures: member(result, 'failures'),
    timing: member(result, 'timing'),
  };
}
