import type { ToolCheck, ToolReading } from '../tool/check.js';
import { firstText, isObject, listAt, member, memberAt, objectAt, textAt } from '../tool/json-values.js';
import type { DocumentContext, Tool } from '../tool/tool.js';
import { checksOfValidation } from './validation.js';

/**
 * Great Expectations 0.x and 1.x: results of validations, alone, in lists, or in the result of a checkpoint, which may
 * have several suites.
 */
export const GREAT_EXPECTATIONS: Tool<'great-expectations'> = {
  name: 'great-expectations',
  signature: [
    /"(?:great_expectations_version|expectation_config|evaluated_expectations|expectation_suite_name|run_results)"/,
  ],
  read: readGreatExpectations,
};

function readGreatExpectations(document: unknown, { runDate }: DocumentContext): ToolReading | undefined {
  if (isDescription(document))
    return nothingOf('of describe(), which tells no times and hides exceptions: save the validation results');
  const validations = validationsOf(document);
  if (validations.length === 0)
    return isSuite(document) ? nothingOf('an expectation suite: it says what to check, not what came out') : undefined;
  const checks: ToolCheck[] = validations.flatMap((one) => checksOfValidation(one, runDate));
  return {
    tool: 'great-expectations',
    version: versionOf(validations),
    checks,
    skipped: {},
    notes: notesOf(checks),
  };
}

/** Every validation in a document. */
function validationsOf(document: unknown): unknown[] {
  if (Array.isArray(document)) return document.flatMap((one: unknown) => (isValidation(one) ? [one] : []));
  if (isValidation(document)) return [document];
  const results = objectAt(document, 'run_results');
  const inCheckpoint = Object.values(results).map((one) =>
    isValidation(one) ? one : member(one, 'validation_result'),
  );
  return inCheckpoint.filter(isValidation);
}

/** A validation has results that each name an expectation, or none and counts of them. */
function isValidation(value: unknown): boolean {
  if (!Array.isArray(memberAt(value, 'results'))) return false;
  const results = listAt(value, 'results');
  const isResult = (one: unknown) => isObject(memberAt(one, 'expectation_config'));
  return results.length === 0 ? isObject(memberAt(value, 'statistics')) : results.some(isResult);
}

function isDescription(document: unknown): boolean {
  const results = listAt(document, 'validation_results');
  return results.length > 0 && results.some((one) => Array.isArray(memberAt(one, 'expectations')));
}

function isSuite(document: unknown): boolean {
  return Array.isArray(memberAt(document, 'expectations'));
}

function versionOf(validations: readonly unknown[]): string {
  const versions = validations.map((one) =>
    firstText(textAt(one, 'meta', 'great_expectations_version'), textAt(one, 'meta', 'great_expectations.__version__')),
  );
  const count = validations.length === 1 ? 'validation' : `${validations.length} validations`;
  const version = firstText(...versions);
  return version === '' ? count : `${count}, ${version}`;
}

function notesOf(checks: readonly ToolCheck[]): string[] {
  const isNamed = checks.every(({ datasetUuid }) => !datasetUuid.startsWith('suite:'));
  return isNamed ? [] : ['the results name no data asset: datasets are suites'];
}

function nothingOf(note: string): ToolReading {
  return {
    tool: 'great-expectations',
    version: 'no validation',
    checks: [],
    skipped: {},
    notes: [`no results: ${note}`],
  };
}
