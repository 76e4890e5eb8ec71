import type { Outcome } from '@dqs/core';

import type { SkipCounter, ToolCheck } from '../tool/check.js';
import {
  countAt,
  firstText,
  isObject,
  listAt,
  member,
  memberAt,
  ownersOf,
  textAt,
  textsOf,
} from '../tool/json-values.js';
import { digestOf, occurrences } from '../tool/rule-codes.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Place {
  readonly source: string;
  readonly id: string;
  readonly name: string;
}

const STATUSES: ReadonlyMap<string, Outcome | 'skipped'> = new Map([
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['warn', 'fail'],
  ['skip', 'skipped'],
]);

/** The checks that one event tells the outcomes of. */
export function checksOfEvent(event: unknown, skips: SkipCounter): ToolCheck[] {
  const datasets = [...listAt(event, 'inputs'), ...listAt(event, 'outputs'), memberAt(event, 'dataset')].filter(
    isObject,
  );
  return [...datasets.flatMap((dataset) => assertionsOf(event, dataset)), ...testsOf(event, datasets, skips)];
}

function assertionsOf(event: unknown, dataset: unknown): ToolCheck[] {
  const facets = ['inputFacets', 'outputFacets', 'facets'].map((name) =>
    memberAt(dataset, name, 'dataQualityAssertions'),
  );
  const assertions = listAt(facets.find(isObject), 'assertions').filter(isObject);
  const place = placeOf(dataset);
  const timesOf = occurrences();
  return assertions.map((assertion) => {
    const column = textAt(assertion, 'column');
    const kind = textAt(assertion, 'assertion');
    const ruleCode = firstText(textAt(assertion, 'name'), kind === '' || column === '' ? kind : `${kind}(${column})`);
    const success = member(assertion, 'success');
    return {
      // Assertions of one kind on one column differ in arguments that are not told; each is an execution of the series.
      ...idOf(event, place, `${ruleCode}#${timesOf(ruleCode)}`),
      ruleCode,
      outcome: typeof success === 'boolean' ? (success ? 'pass' : 'fail') : 'error',
      level: column === '' ? 'DATASET' : 'ATTRIBUTE',
      attribute: column,
      ...factsOf(dataset),
      severity: textAt(assertion, 'severity').toLowerCase(),
      description: textAt(assertion, 'description'),
      raw: assertion,
    };
  });
}

/** The tests of a run: of its dataset where it reads one, else of its job. */
function testsOf(event: unknown, datasets: readonly unknown[], skips: SkipCounter): ToolCheck[] {
  const inputs = listAt(event, 'inputs').filter(isObject);
  const [only] = inputs.length === 1 ? inputs : datasets.length === 1 ? datasets : [];
  const place = placeOf(only ?? member(event, 'job'));
  const timesOf = occurrences();
  return listAt(event, 'run', 'facets', 'test', 'tests').flatMap((test): ToolCheck[] => {
    const outcome = STATUSES.get(textAt(test, 'status').toLowerCase()) ?? 'error';
    if (outcome === 'skipped') {
      skips.add('skipped');
      return [];
    }
    const ruleCode = textAt(test, 'name');
    return [
      {
        ...idOf(event, place, `${ruleCode}#${timesOf(ruleCode)}`),
        ruleCode,
        outcome,
        level: 'DATASET',
        ...factsOf(only),
        severity: textAt(test, 'severity').toLowerCase(),
        description: textAt(test, 'description'),
        raw: test,
      },
    ];
  });
}

/** Ids do not depend on the event: a run may tell the same in several. */
function idOf(event: unknown, place: Place, check: string) {
  const job = [textAt(event, 'job', 'namespace'), textAt(event, 'job', 'name')];
  const [run, time] = [textAt(event, 'run', 'runId'), textAt(event, 'eventTime')];
  return {
    // What is no uuid, as the specification demands, may be the name of many runs.
    run: `openlineage:${digestOf([run, UUID.test(run) ? '' : time, job], 32)}`,
    check: `${place.id}\0${check}`,
    source: firstText(place.source, 'openlineage'),
    datasetUuid: place.id,
    datasetName: place.name,
    time,
  };
}

function placeOf(value: unknown): Place {
  const [source, name] = [textAt(value, 'namespace'), textAt(value, 'name')];
  return { source, name, id: [source, name].filter((part) => part !== '').join('/') };
}

function factsOf(dataset: unknown) {
  const facet = (name: string) =>
    ['facets', 'inputFacets'].map((place) => memberAt(dataset, place, name)).find(isObject);
  return {
    recordCount: countAt(facet('dataQualityMetrics'), 'rowCount'),
    owner: ownersOf(listAt(facet('ownership'), 'owners')),
    tags: textsOf(listAt(facet('tags'), 'tags').map(tagText)),
  };
}

function tagText(tag: unknown): string {
  const [key, value] = [textAt(tag, 'key'), textAt(tag, 'value')];
  return value === '' || value === 'true' ? key : `${key}:${value}`;
}
