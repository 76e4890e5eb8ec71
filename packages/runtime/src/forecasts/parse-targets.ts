import {
  cleanField,
  csvFields,
  DqsError,
  listedNames,
  nearestName,
  normalizeRuleCode,
  type DailyPanel,
} from '@dqs/core';
import { parseTarget, type SeriesTarget } from '@dqs/pipelines';

/** Columns of a file of targets; the tenant may be left out where only one has the series. */
const COLUMNS = ['dataset_uuid', 'rule_code', 'target_percentage'] as const;
const TENANT = 'tenant_id';
/** Problems that are listed; what is wrong everywhere is told once too often even so. */
const MOST_PROBLEMS = 10;

/**
 * The targets of a CSV with the columns `dataset_uuid`, `rule_code`, `target_percentage` and, where several tenants have a
 * series, `tenant_id`, in any order. Other columns are ignored; so are blank lines.
 *
 * @param panel the history that has the series.
 * @param where name of the file in messages.
 * @throws DqsError `config-invalid` that lists what is wrong, line by line: a target that is no percentage, a series twice, one
 * that the history does not have or that several tenants have.
 */
export function parseTargets(text: string, where: string, panel: DailyPanel): SeriesTarget[] {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const columns = columnsOf(header, where);
  const reader = new TargetReader(columns, panel);
  lines.forEach((line, i) => {
    if (line.trim() !== '') reader.read(line, i + 2);
  });
  const { problems, targets } = reader;
  if (problems.length === 0) return targets;
  const more = problems.length > MOST_PROBLEMS ? `\n  and ${problems.length - MOST_PROBLEMS} more` : '';
  throw new DqsError(
    'config-invalid',
    `invalid targets in ${where}:\n${problems
      .slice(0, MOST_PROBLEMS)
      .map((one) => `  ${one}`)
      .join('\n')}${more}`,
    { details: { path: where, problems: problems.slice(0, 100) } },
  );
}

/** The names of a header. */
function columnsOf(header: string, where: string): readonly string[] {
  const names = (csvFields(header, ',') ?? []).map(({ text }) => cleanField(text));
  const missing = COLUMNS.filter((name) => !names.includes(name));
  const twice = [...COLUMNS, TENANT].find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (missing.length === 0 && twice === undefined) return names;
  const found = twice === undefined ? listedNames(names) : `${twice} twice`;
  throw new DqsError(
    'config-invalid',
    `expected the columns ${COLUMNS.join(', ')}, each once, in the first line of ${where}, found ${found}`,
    { details: { path: where, missing } },
  );
}

/** Collects targets and what is wrong with them. */
class TargetReader {
  readonly #columns: readonly string[];
  readonly #tenants = new Map<string, Set<string>>();
  readonly #datasets = new Set<string>();
  /** Line of each series that has a target. */
  readonly #lineOf = new Map<string, number>();
  readonly targets: SeriesTarget[] = [];
  readonly problems: string[] = [];

  constructor(columns: readonly string[], { keys }: DailyPanel) {
    this.#columns = columns;
    for (const { tenantId, datasetUuid, ruleCode } of keys) {
      const series = JSON.stringify([datasetUuid, ruleCode]);
      const tenants = this.#tenants.get(series);
      if (tenants) tenants.add(tenantId);
      else this.#tenants.set(series, new Set([tenantId]));
      this.#datasets.add(datasetUuid);
    }
  }

  read(line: string, number: number): void {
    const problem = this.#add(line, number);
    if (problem !== undefined) this.problems.push(`line ${number}: ${problem}`);
  }

  /** Adds the target of a line, or says what is wrong with it. */
  #add(line: string, number: number): string | undefined {
    const fields = csvFields(line, ',');
    if (fields === undefined) return 'expected quotes only around whole fields, and none across lines';
    if (fields.length !== this.#columns.length) {
      return `expected ${this.#columns.length} fields as in the header, got ${fields.length}`;
    }
    const field = (name: string) => fields[this.#columns.indexOf(name)]?.text ?? '';
    const target = parseTarget(field('target_percentage'));
    if (target === undefined) {
      return `expected a target_percentage from 0 to 100, got ${JSON.stringify(field('target_percentage').slice(0, 80))}`;
    }
    const datasetUuid = cleanField(field('dataset_uuid'));
    const ruleCode = normalizeRuleCode(field('rule_code'));
    const tenants = this.#tenants.get(JSON.stringify([datasetUuid, ruleCode])) ?? new Set();
    const [tenantId, problem] = this.#tenantOf(cleanField(field(TENANT)), tenants);
    const name = `dataset "${datasetUuid}" and rule "${ruleCode}"`;
    if (tenants.size === 0) return `no series of ${name} in the history${this.#hint(datasetUuid)}`;
    if (tenantId === undefined) return `${problem} ${name}: ${listedNames([...tenants])}`;
    const id = JSON.stringify([tenantId, datasetUuid, ruleCode]);
    const earlier = this.#lineOf.get(id);
    if (earlier !== undefined) return `expected one target of ${name}, line ${earlier} has one already`;
    this.#lineOf.set(id, number);
    this.targets.push({ tenantId, datasetUuid, ruleCode, targetPercentage: target });
    return undefined;
  }

  /** The tenant of a series, or what is wrong: an empty text is a tenant of that name where there is one, else none. */
  #tenantOf(given: string, tenants: ReadonlySet<string>): readonly [string | undefined, string] {
    if (tenants.has(given)) return [given, ''];
    if (given !== '') return [undefined, `tenant "${given}" has no series of`];
    const [only] = tenants;
    return tenants.size > 1 ? [undefined, 'name the tenant_id, since several tenants have'] : [only, ''];
  }

  #hint(datasetUuid: string): string {
    if (this.#datasets.has(datasetUuid)) return '; the dataset has other rules';
    const nearest = nearestName(datasetUuid, this.#datasets);
    return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  }
}
