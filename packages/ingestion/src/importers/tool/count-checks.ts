import { formatDay, type SeriesFact, type SummaryKey } from '@dqs/core';

import { PanelAccumulator } from '../../panel/panel-accumulator.js';
import type { RejectLog } from '../../rejects.js';
import { DEFAULT_TEXT } from '../../rows/columns.js';
import { hasNul, interpretDay, interpretKey, type RejectReason } from '../../rows/interpret.js';
import { cleanField } from '../../rows/text.js';
import { localDayIn, type LocalDay } from '../../rows/time-zone.js';
import type { ImportSettings } from '../import-settings.js';
import type { ImportedFile } from '../record-sink.js';
import { SkipCounter, type ToolCheck, type ToolReading } from './check.js';
import { EventLedger } from './event-ledger.js';
import { FactTable } from './fact-table.js';
import { digestOf } from './rule-codes.js';
import { dateOfTime } from './times.js';

/** What a reading has while it counts the files of tools. */
export interface CountedSoFar {
  /** Executions that are in already. */
  readonly events: EventLedger;
  readonly rejects: RejectLog;
}

/** The end of the rule code of a series that counts rows, not executions: the two are never one series. */
export const ROWS_SUFFIX = ':rows';
/** What a cell of a panel can hold. */
const MAX_ROWS = 0x7fffffff;

/**
 * Counts the checks of a tool's file: each execution once, however often it is told. The ledger of what is
 * known stays as it is.
 *
 * @param name the input as it was named.
 */
export function countChecks(
  reading: ToolReading,
  name: string,
  settings: ImportSettings,
  known: CountedSoFar,
): ImportedFile {
  const counter = new CheckCounter(name, settings, known);
  reading.checks.forEach((check, at) => counter.add(check, at + 1, reading));
  return counter.result(reading);
}

class CheckCounter {
  readonly #panel = new PanelAccumulator();
  readonly #events = new EventLedger();
  readonly #facts = new FactTable();
  readonly #skips = new SkipCounter();
  readonly #rejected: Partial<Record<RejectReason, number>> = {};
  readonly #runs = new Set<string>();
  readonly #name: string;
  readonly #settings: ImportSettings;
  readonly #known: CountedSoFar;
  readonly #localDay: LocalDay;
  #used = 0;
  #rejects = 0;
  #errors = 0;

  constructor(name: string, settings: ImportSettings, known: CountedSoFar) {
    this.#name = name;
    this.#settings = settings;
    this.#known = known;
    this.#localDay = localDayIn(settings.timezone);
  }

  add(check: ToolCheck, record: number, { isMeasurement = false, tool }: ToolReading): void {
    const key = this.#keyOf(check);
    const day = interpretDay(dateOfTime(check.time, this.#localDay), this.#settings.meaning.maxDay);
    const reason = typeof key === 'string' ? key : typeof day === 'string' ? day : undefined;
    if (reason !== undefined) return this.#reject(check, record, reason);
    this.#runs.add(check.run);
    const place = { key: key as SummaryKey, day: day as number, tool, record };
    if (!isMeasurement) this.#countExecution(check, place);
    if (this.#settings.countRows && check.rows !== undefined) this.#countRows(check, place);
    else if (isMeasurement) this.#skips.add('without-verdict');
  }

  result({ tool, version, skipped, notes }: ToolReading): ImportedFile {
    for (const [reason, count] of Object.entries(skipped)) this.#skips.add(reason as keyof typeof skipped, count);
    const deliveryId = deliveryIdOf(tool, [...this.#runs]);
    return {
      panel: this.#panel,
      rows: this.#used + this.#rejects,
      rowsUsed: this.#used,
      rejected: this.#rejected,
      unparsableCounts: 0,
      format: tool,
      tool: { version, deliveryId, runs: this.#runs.size, skipped: this.#skips.counts(), errors: this.#errors },
      notes,
      events: this.#events,
      facts: this.#facts,
    };
  }

  /** The key of a check's series, or why it has none. */
  #keyOf({ source, datasetUuid, datasetName, ruleCode }: ToolCheck): SummaryKey | RejectReason {
    const { constants } = this.#settings.mapping;
    const [own = source, tenantId = DEFAULT_TEXT] = [constants.get('source'), constants.get('tenant_id')];
    const texts = { source: own, tenantId, datasetUuid, datasetName, ruleCode };
    return Object.values(texts).some(hasNul) ? 'nul-byte' : interpretKey(texts);
  }

  #countExecution(check: ToolCheck, { key, day, tool }: Place): void {
    if (!this.#isNew(check.run, check.check)) return this.#skips.add('already-counted');
    const { outcome, recordCount = Number.NaN, level = '', attribute = '' } = check;
    const index = this.#panel.keyIndex(key);
    this.#panel.addExecutions({ key: index, day, outcome, count: 1, recordCount, filteredCount: Number.NaN });
    this.#panel.addLevel(index, cleanField(level), 1);
    if (outcome === 'fail') this.#panel.addFailedAttribute(index, cleanField(attribute), 1);
    if (outcome === 'error') this.#errors += 1;
    this.#used += 1;
    this.#facts.add(factOf(check, key, tool), formatDay(day));
  }

  #countRows(check: ToolCheck, { key, day, tool, record }: Place): void {
    const { tested, failed } = check.rows!;
    if (tested > MAX_ROWS) return this.#reject(check, record, 'row-count-invalid');
    if (!this.#isNew(check.run, `${check.check}${ROWS_SUFFIX}`)) return this.#skips.add('already-counted');
    const own = { ...key, ruleCode: `${key.ruleCode}${ROWS_SUFFIX}` };
    const index = this.#panel.keyIndex(own);
    const recordCount = check.recordCount ?? tested;
    this.#panel.addCounts({
      key: index,
      day,
      passes: tested - failed,
      fails: failed,
      errors: 0,
      recordCount,
      filteredCount: Number.NaN,
    });
    this.#panel.addLevel(index, 'ROW', tested);
    if (failed > 0) this.#panel.addFailedAttribute(index, cleanField(check.attribute ?? ''), failed);
    this.#used += tested;
    this.#facts.add(factOf(check, own, tool), formatDay(day));
  }

  #isNew(run: string, check: string): boolean {
    return !this.#known.events.has(run, check) && this.#events.add(run, check);
  }

  #reject({ raw }: ToolCheck, record: number, reason: RejectReason): void {
    this.#rejects += 1;
    this.#rejected[reason] = (this.#rejected[reason] ?? 0) + 1;
    const { rejects } = this.#known;
    if (!rejects.isKept) return;
    rejects.add({ file: this.#name, record, byteOffset: null, reason, raw: JSON.stringify(raw) ?? '' });
  }
}

interface Place {
  readonly key: SummaryKey;
  readonly day: number;
  readonly tool: string;
  readonly record: number;
}

/** The id of the delivery that runs are: the same for the same runs, whatever the file is called or looks like. */
function deliveryIdOf(tool: string, runs: readonly string[]): string | undefined {
  if (runs.length < 2) return runs[0];
  return `${tool}:${runs.length}-runs:${digestOf([...runs].sort(), 32)}`;
}

function factOf(check: ToolCheck, key: SummaryKey, tool: string): SeriesFact {
  const { owner = '', tags = [], severity = '', description = '', runbook = '', recordCount } = check;
  return {
    ...key,
    tool,
    ...(owner === '' ? {} : { owner }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(severity === '' ? {} : { severity }),
    ...(description === '' ? {} : { description }),
    ...(runbook === '' ? {} : { runbook }),
    ...(recordCount === undefined ? {} : { rows: recordCount }),
  };
}
