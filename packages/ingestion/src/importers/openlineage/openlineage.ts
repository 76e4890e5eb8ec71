import { SkipCounter, type ToolCheck, type ToolReading } from '../tool/check.js';
import { firstText, isObject, member, memberAt, textAt } from '../tool/json-values.js';
import type { Tool } from '../tool/tool.js';
import { checksOfEvent } from './event.js';

/**
 * OpenLineage events, one or many, as JSON or JSON lines: the facet `dataQualityAssertions` of datasets and the facet
 * `test` of runs.
 */
export const OPENLINEAGE: Tool<'openlineage'> = {
  name: 'openlineage',
  signature: [/"eventTime"/, /"(?:run|job|dataset|producer|eventType)"/],
  read: readEvents,
};

function readEvents(document: unknown): ToolReading | undefined {
  const items = Array.isArray(document) ? (document as unknown[]) : [document];
  const events = items.filter(isEvent);
  if (events.length === 0) return undefined;
  const skips = new SkipCounter();
  const finished = events.flatMap((event): ToolCheck[] => {
    const checks = checksOfEvent(event, skips);
    // A run that starts repeats what it will tell at its end, or tells what it has no result of.
    if (textAt(event, 'eventType').toUpperCase() !== 'START') return checks;
    skips.add('not-finished', checks.length);
    return [];
  });
  const version = `${events.length} ${events.length === 1 ? 'event' : 'events'}${versionOf(events)}`;
  const isBare = finished.length === 0 && Object.keys(skips.counts()).length === 0;
  const notes = isBare ? ['no event has a facet with results'] : [];
  return { tool: 'openlineage', version, checks: finished, skipped: skips.counts(), notes };
}

function isEvent(value: unknown): boolean {
  const isNamed = ['run', 'job', 'dataset'].some((name) => isObject(member(value, name)));
  return isNamed && typeof member(value, 'eventTime') === 'string';
}

function versionOf(events: readonly unknown[]): string {
  const schemas = events.map((event) => /\/spec\/(\d+-\d+-\d+)\//.exec(textAt(event, 'schemaURL'))?.[1] ?? '');
  const schema = firstText(...schemas).replaceAll('-', '.');
  const producer = events.map((event) => textAt(memberAt(event, 'run', 'facets', 'processing_engine'), 'name'));
  return [
    schema === '' ? '' : `, spec ${schema}`,
    firstText(...producer) === '' ? '' : `, ${firstText(...producer)}`,
  ].join('');
}
