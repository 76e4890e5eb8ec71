import { didYouMean } from '@dqs/core';
import { catalogEntries, globMatcher, type CatalogEntry } from '@dqs/core/catalog';
import {
  documentDigest,
  invalidFile,
  isMap,
  isScalar,
  LineCounter,
  Problems,
  readYamlDocuments,
  type ParsedNode,
  type Problem,
} from '@dqs/core/yaml';

import { compileCalendars } from './compile-calendars.js';
import { compileSilence, compileWindow } from './compile-quiets.js';
import { compileReceivers, digestProblem, isDigest } from './compile-receivers.js';
import { compileRoutes } from './compile-routes.js';
import { compileRules } from './compile-rules.js';
import { doubtsOf, type Surroundings } from './doubts.js';
import type { Budget, IncidentRules, Policy } from './policy.js';
import { POLICY_SHAPE, type BudgetDocument, type IncidentsDocument, type PolicyDocument } from './policy-shape.js';

/** Longest policy file in characters. */
export const MAX_POLICY_LENGTH = 1_000_000;

/** A policy, and what is doubtful about it although it can decide. */
export interface ReadPolicy {
  readonly policy: Policy;
  /** Routes that nothing reaches, rules without a route, silences that have ended, owners nobody knows, in file order. */
  readonly doubts: readonly Problem[];
}

/**
 * The policy of a file, which may hold a catalog beside it.
 *
 * @param text YAML: a document of kind `AlertPolicy`, perhaps one of kind `Catalog`. Anchors are not followed.
 * @param file what to call it in messages.
 * @param surroundings what else is known: today, by which silences have ended, and owners from elsewhere.
 * @throws DqsError `policy-invalid` that lists every problem with line and column, what was expected and what to do.
 */
export function readPolicy(text: string, file: string, surroundings: Surroundings = {}): ReadPolicy {
  if (text.length > MAX_POLICY_LENGTH) {
    throw invalidFile('policy-invalid', file, [`expected at most ${MAX_POLICY_LENGTH} characters, got ${text.length}`]);
  }
  const lines = new LineCounter();
  const problems = new Problems(lines);
  const { policy: root, catalog } = documentsOf(
    readYamlDocuments(text, { file, code: 'policy-invalid', lineCounter: lines }),
    problems,
  );
  const entries = catalog && catalogEntries(catalog, problems);
  const document = root && POLICY_SHAPE.read(root, { text, problems });
  const policy = document && problems.found.length === 0 ? policyOf(document, file, entries, problems) : undefined;
  if (policy === undefined || problems.found.length > 0) {
    const places = problems.sorted().map(({ line, column, problem }) => `${file}:${line}:${column}: ${problem}`);
    throw invalidFile('policy-invalid', file, places);
  }
  return { policy, doubts: doubtsOf(policy, document!, surroundings) };
}

interface Documents {
  readonly policy?: ParsedNode;
  readonly catalog?: ParsedNode;
}

const KINDS = ['AlertPolicy', 'Catalog'];

function documentsOf(roots: readonly ParsedNode[], problems: Problems): Documents {
  const found = new Map<string, ParsedNode>();
  for (const root of roots) {
    const kind = kindOf(root);
    if (kind === undefined || !KINDS.includes(kind)) {
      const got = kind === undefined ? 'none' : `"${kind.slice(0, 40)}"${didYouMean(kind.slice(0, 40), KINDS)}`;
      problems.add(root, `expected kind: ${KINDS.join(' or ')} in a document, got ${got}`);
    } else if (found.has(kind)) problems.add(root, `expected one document of kind ${kind}, got another`);
    else found.set(kind, root);
  }
  const [policy, catalog] = KINDS.map((kind) => found.get(kind));
  if (!policy && problems.found.length === 0)
    problems.add(undefined, 'expected a document of kind: AlertPolicy, got none');
  return { ...(policy && { policy }), ...(catalog && { catalog }) };
}

function kindOf(root: ParsedNode): string | undefined {
  if (!isMap(root)) return undefined;
  const pair = root.items.find(({ key }) => isScalar(key) && key.value === 'kind');
  return pair && isScalar(pair.value) ? String(pair.value.value) : undefined;
}

function policyOf(
  document: PolicyDocument,
  file: string,
  entries: readonly CatalogEntry[] | undefined,
  problems: Problems,
): Policy {
  const zone = document.defaults?.timezone ?? 'UTC';
  const calendars = compileCalendars(document.calendars, zone, problems);
  const windows = document.windows.map((one) => compileWindow(one, calendars, problems));
  return {
    name: document.metadata?.name ?? file,
    file,
    digest: documentDigest([document, entries]),
    timezone: zone,
    target: document.defaults?.target ?? 100,
    importance: document.defaults?.importance ?? 1,
    catalog: document.catalog,
    entries,
    rules: compileRules(document.rules, problems),
    incidents: incidentRules(document.incidents),
    routes: compileRoutes(document.routes, document.receivers, problems),
    budgets: document.budgets.map((one) => budgetOf(one, document, problems)),
    receivers: compileReceivers(document.receivers, calendars, problems),
    quiets: [
      ...windows.filter((one) => one !== undefined),
      ...document.silences.map((one) => compileSilence(one, zone)),
    ],
    tests: document.tests,
  };
}

function incidentRules(document: IncidentsDocument | undefined): IncidentRules {
  return {
    groupBy: document?.group_by ?? ['source', 'dataset'],
    groupWaitMs: document?.group_wait ?? 0,
    leadLag: document?.lead_lag && { q: document.lead_lag.q, maxDays: document.lead_lag.max_days },
    reopenWithinMs: document?.reopen_within ?? 0,
    resolutionReasons: document?.resolution_reasons ?? [],
  };
}

function budgetOf(
  { owner, pages, overflow }: BudgetDocument,
  { receivers }: PolicyDocument,
  problems: Problems,
): Budget {
  if (!isDigest(overflow.value, receivers)) {
    problems.addAt(overflow.place, digestProblem('overflow:', overflow.value, receivers));
  }
  return { owner, matches: globMatcher(owner), pages, overflow: overflow.value };
}
