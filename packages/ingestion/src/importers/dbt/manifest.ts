import {
  firstText,
  isObject,
  listAt,
  objectAt,
  ownersOf,
  textAt,
  textOf,
  textsOf,
  type JsonObject,
} from '../tool/json-values.js';
import { ruleCodesOf, type NamedCheck } from '../tool/rule-codes.js';
import { parseUniqueId } from './unique-id.js';

/** What people say about a node. */
export interface NodeFacts {
  readonly owner: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly runbook: string;
}

/** A dataset of dbt: a model, seed, snapshot or source. */
export interface DbtDataset {
  readonly id: string;
  readonly name: string;
}

/** A test as the manifest describes it. */
export interface DbtTest extends NodeFacts {
  readonly dataset: DbtDataset;
  readonly ruleCode: string;
  /** "" for a test of the whole dataset. */
  readonly column: string;
  /** In lower case, "" where none is set. */
  readonly severity: string;
}

/** What is kept of a manifest. */
export interface Manifest {
  test(id: string): DbtTest | undefined;
  dataset(id: string): (DbtDataset & NodeFacts) | undefined;
}

interface Node {
  readonly id: string;
  readonly node: JsonObject;
}

/** Reads a manifest of any schema; undefined where a document is none. */
export function manifestOf(document: unknown): Manifest | undefined {
  if (!/\/dbt\/manifest\//.test(textAt(document, 'metadata', 'dbt_schema_version'))) return undefined;
  const nodes = [...nodesAt(document, 'nodes'), ...nodesAt(document, 'unit_tests')];
  const datasets = new Map<string, DbtDataset & NodeFacts>();
  const groups = new Map(nodesAt(document, 'groups').map(({ node }) => [textAt(node, 'name'), node]));
  for (const { id, node } of [...nodes, ...nodesAt(document, 'sources')]) {
    if (!isTest(id)) datasets.set(id, { id, name: nameOfDataset(id, node), ...factsOf(node, groups) });
  }
  const tests = nodes
    .filter(({ id }) => isTest(id))
    .map((one) => {
      const dataset = testedBy(one, datasets);
      return { ...one, dataset, named: namedTest(one.id, dataset.id) };
    });
  const codeOf = ruleCodesOf(tests.map(({ named }) => named));
  const known = new Map(
    tests.map(({ id, node, dataset, named }) => {
      const facts = withFactsOf(factsOf(node, groups), datasets.get(dataset.id));
      const severity = textAt(node, 'config', 'severity').toLowerCase();
      return [id, { ...facts, dataset, ruleCode: codeOf(named), column: columnOf(node), severity }];
    }),
  );
  return { test: (id) => known.get(id), dataset: (id) => datasets.get(id) };
}

/** What a test is called among the tests of a dataset. */
export function namedTest(id: string, dataset: string): NamedCheck {
  const { kind, name } = parseUniqueId(id);
  return { dataset, short: name, full: kind === 'test' ? id.slice('test.'.length) : id };
}

/** The dataset of a test that no manifest describes: the model of a unit test, else the project. */
export function datasetWithoutManifest(id: string): DbtDataset {
  const { project, model } = parseUniqueId(id);
  return model === undefined ? { id: project, name: project } : { id: `model.${project}.${model}`, name: model };
}

function isTest(id: string): boolean {
  return id.startsWith('test.') || id.startsWith('unit_test.');
}

function nodesAt(document: unknown, name: string): Node[] {
  return Object.entries(objectAt(document, name)).flatMap(([id, node]) => (isObject(node) ? [{ id, node }] : []));
}

function nameOfDataset(id: string, node: JsonObject): string {
  const name = firstText(textAt(node, 'name'), parseUniqueId(id).name);
  const [source, version] = [textAt(node, 'source_name'), textAt(node, 'version')];
  if (id.startsWith('source.') && source !== '') return `${source}.${name}`;
  return version === '' ? name : `${name}.v${version}`;
}

/** The dataset that a test is about; a project where it reads several without saying which it tests. */
function testedBy({ id, node }: Node, datasets: ReadonlyMap<string, DbtDataset>): DbtDataset {
  const read = listAt(node, 'depends_on', 'nodes').map(textOf);
  const attached = textAt(node, 'attached_node');
  const named =
    read.length > 1 ? read.filter((one) => isNamedIn(textAt(node, 'test_metadata', 'kwargs', 'model'), one)) : read;
  const tested = attached !== '' ? attached : named.length === 1 ? named[0]! : undefined;
  if (tested === undefined) return datasetWithoutManifest(id);
  const { id: known = tested, name = parseUniqueId(tested).name } = datasets.get(tested) ?? {};
  return { id: known, name };
}

/** Whether Jinja such as `{{ get_where_subquery(ref('orders')) }}` refers to a node. */
function isNamedIn(jinja: string, id: string): boolean {
  const quoted = [...jinja.slice(0, 10_000).matchAll(/['"]([^'"]*)['"]/g)].map(([, text]) => text!);
  const parts = id.split('.').slice(2);
  return parts.length > 0 && (quoted.includes(parts.at(-1)!) || quoted.includes(parts[0]!));
}

function columnOf(node: JsonObject): string {
  return firstText(textAt(node, 'column_name'), textAt(node, 'test_metadata', 'kwargs', 'column_name'));
}

function factsOf(node: JsonObject, groups: ReadonlyMap<string, JsonObject>): NodeFacts {
  const group = firstText(textAt(node, 'group'), textAt(node, 'config', 'group'));
  const metas = [objectAt(node, 'config', 'meta'), objectAt(node, 'meta')];
  const meta = (name: string) => metas.map((one) => one[name]).find((value) => value !== undefined && value !== null);
  return {
    owner: firstText(ownersOf(meta('owner')), ownersOf(groups.get(group)?.['owner'])),
    tags: textsOf([...listAt(node, 'tags'), ...listAt(node, 'config', 'tags')]),
    description: textAt(node, 'description').trim(),
    runbook: firstText(...['runbook', 'runbook_url'].map((name) => textsOf([meta(name)]).join(''))),
  };
}

/** What a test does not say itself, its dataset says; only the description is its own. */
function withFactsOf(own: NodeFacts, dataset: NodeFacts | undefined): NodeFacts {
  if (dataset === undefined) return own;
  return {
    ...own,
    owner: firstText(own.owner, dataset.owner),
    tags: textsOf([...own.tags, ...dataset.tags]),
    runbook: firstText(own.runbook, dataset.runbook),
  };
}
