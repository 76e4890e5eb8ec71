import { DqsError, listedNames, type RuleCatalogue } from '@dqs/core';
import type { SeriesHistory, SeriesId } from '@dqs/features';

/** A series as people name it: by uuid and code, or by the names that these have. */
export interface SeriesNaming {
  /** Narrows down the datasets and rules that a name can mean. */
  readonly tenantId?: string;
  readonly dataset: string;
  readonly rule: string;
}

/** Uuid and code of a series. */
export interface NamedSeries extends Pick<SeriesId, 'datasetUuid' | 'ruleCode'> {
  readonly tenantId?: string;
}

/**
 * The series that is meant. A uuid or a code of the history wins over a name; what is neither stays as it is, for the message that
 * nothing is known of it.
 *
 * @param rules names of rules; without them rules are known by their codes alone.
 * @throws DqsError `name-ambiguous` where several datasets, or several rules of the dataset, have the name.
 */
export function seriesByName(history: SeriesHistory, naming: SeriesNaming, rules?: RuleCatalogue): NamedSeries {
  const { tenantId, dataset, rule } = naming;
  const own = history.series.filter((series) => tenantId === undefined || series.tenantId === tenantId);
  const isDataset = own.some(({ datasetUuid }) => datasetUuid === dataset);
  const datasets = own.filter(({ datasetName }) => datasetName === dataset).map(({ datasetUuid }) => datasetUuid);
  const datasetUuid = isDataset ? dataset : only(datasets, { kind: 'datasets', name: dataset, flag: '--dataset' });
  const codes = own.filter((series) => series.datasetUuid === datasetUuid).map(({ ruleCode }) => ruleCode);
  const named = codes.filter((code) => rules?.get(code)?.ruleName === rule);
  const ruleCode = codes.includes(rule) ? rule : only(named, { kind: 'rules', name: rule, flag: '--rule' });
  return { tenantId, datasetUuid, ruleCode };
}

interface Asked {
  readonly kind: 'datasets' | 'rules';
  readonly name: string;
  readonly flag: string;
}

/** What a name stands for, itself where it stands for nothing. */
function only(found: readonly string[], { kind, name, flag }: Asked): string {
  const [first = name, ...others] = new Set(found);
  if (others.length === 0) return first;
  const all = [first, ...others];
  throw new DqsError(
    'name-ambiguous',
    `several ${kind} have the name "${name}": ${listedNames(all)}; give ${flag} one of these`,
    { details: { kind, name, found: all.slice(0, 100) } },
  );
}
