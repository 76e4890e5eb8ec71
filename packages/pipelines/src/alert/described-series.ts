import type { Labels, Policy } from '@dqs/alerting';
import { compareText } from '@dqs/core';
import type { Catalog, CatalogSeries } from '@dqs/core/catalog';
import type { NumberedSeries, SeriesKey } from '@dqs/ledger';

/** What is known of a series beside its figures. */
export interface DescribedSeries {
  readonly number: number;
  /** As people write it, and unique: `dataset/rule`, with the tenant in front where there is one. */
  readonly id: string;
  /** Names its pool; see `poolKey`. */
  readonly series: NumberedSeries;
  readonly labels: Labels;
  readonly target: number;
  readonly importance: number;
}

/** What a tool told of a series, such as its owner; see `Catalog.resolve`. */
export type ToldOf = (series: NumberedSeries) => CatalogSeries;

/** The id of a series among the facts of a tick: its tenant, dataset and rule, of which the first is left out where it is empty. */
export function factId({ tenantId, datasetUuid, ruleCode }: SeriesKey): string {
  const parts = [...(tenantId === '' ? [] : [tenantId]), datasetUuid, ruleCode];
  // A slash within a name must not look like one between two.
  return parts.map((part) => part.replace(/[%/]/g, (sign) => (sign === '%' ? '%25' : '%2F'))).join('/');
}

/** The series of a ledger as a policy and its catalog see them. */
export function describeSeries(
  all: readonly NumberedSeries[],
  policy: Pick<Policy, 'target' | 'importance'>,
  catalog: Catalog,
  toldOf: ToldOf = (series) => series,
): readonly DescribedSeries[] {
  return all.map((series) => {
    const { owner, target, importance, tags, runbook } = catalog.resolve(toldOf(series));
    const { source, tenantId, datasetUuid, datasetName, ruleCode } = series;
    const labels: Labels = {
      source,
      ...(tenantId !== '' && { tenant: tenantId }),
      dataset: datasetUuid,
      ...(datasetName !== '' && { datasetName }),
      rule: ruleCode,
      ...(owner && { owner: owner.value }),
      ...(tags && { tags: tags.value }),
      ...(runbook && { runbook: runbook.value }),
    };
    return {
      number: series.number,
      id: factId(series),
      series,
      labels,
      target: target?.value ?? policy.target,
      importance: importance?.value ?? policy.importance,
    };
  });
}

/** Who answers for a source: whom the catalog names for it, else the owner of most of its series. */
export function sourceLabels(source: string, series: readonly DescribedSeries[], catalog: Catalog): Labels {
  const nothing = { tenantId: '', datasetUuid: '', datasetName: '', ruleCode: '' };
  const { owner, tags, runbook } = catalog.resolve({ source, ...nothing });
  const named =
    owner?.value ?? mostFrequent(series.flatMap(({ labels }) => (labels.source === source ? [labels] : [])));
  return {
    ...(named !== undefined && { owner: named }),
    ...(tags && { tags: tags.value }),
    ...(runbook && { runbook: runbook.value }),
  };
}

function mostFrequent(labels: readonly Labels[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { owner } of labels) if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const [most] = [...counts].sort(([a, x], [b, y]) => y - x || compareText(a, b));
  return most?.[0];
}
