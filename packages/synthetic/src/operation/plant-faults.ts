import { DqsError, panelDayRange, Random, type DailyPanel, type DayRange, type SummaryKey } from '@dqs/core';

import { FAULT_DEFAULTS, RESULT_FAULTS, type FaultRequest, type FaultScope, type PlantedFault } from './fault.js';

/** A history with the faults of its results in it; those of its deliveries are `deliverySchedule`'s. */
export interface PlantedHistory {
  readonly panel: DailyPanel;
  readonly faults: readonly PlantedFault[];
}

/** A fault without a date begins in this part of the days: before it, there is something to compare with; after it, time to be found. */
const QUIET = 0.4;
const LATEST = 0.85;

/**
 * Draws what the requested faults leave open and worsens the results by those that are about results: of a pool (a rule of a
 * source) unless a scope is named, the pass percentage falls by the fault's points, in expectation, as far as there are passes.
 * A pure function of panel, requests and seed.
 *
 * @param days that faults may lie in; all of the panel by default.
 * @throws DqsError `invalid-argument` for a scope or days that the panel does not have.
 */
export function plantFaults(
  panel: DailyPanel,
  requests: readonly FaultRequest[],
  seed: number,
  days?: DayRange,
): PlantedHistory {
  const range = days ?? panelDayRange(panel);
  if (range === undefined) throw new DqsError('invalid-argument', 'expected a history with results, got an empty one');
  const faults = requests.map((request, i) => drawFault(panel, range, request, new Random(seed + 7919 * (i + 1))));
  const passes = panel.cells.passes.slice();
  const fails = panel.cells.fails.slice();
  faults.forEach((fault, i) => {
    if (isOfResults(fault)) worsen(panel, fault, { passes, fails }, new Random(seed + 104_729 * (i + 1)));
  });
  return { panel: { ...panel, cells: { ...panel.cells, passes, fails } }, faults };
}

/** Whether a fault is about the results themselves. */
export function isOfResults({ kind }: Pick<PlantedFault, 'kind'>): boolean {
  return (RESULT_FAULTS as readonly string[]).includes(kind);
}

/** Whether a fault is about a key. */
export function isWithin({ source, dataset, rule }: FaultScope, key: SummaryKey): boolean {
  return (
    (source === undefined || source === key.source) &&
    (dataset === undefined || dataset === key.datasetUuid) &&
    (rule === undefined || rule === key.ruleCode)
  );
}

function drawFault(panel: DailyPanel, { first, last }: DayRange, request: FaultRequest, random: Random): PlantedFault {
  const { kind } = request;
  const { amount, days } = { ...FAULT_DEFAULTS[kind], ...request };
  const length = last - first + 1;
  const drawn = first + Math.floor(length * (QUIET + (LATEST - QUIET) * random.next()));
  const from = request.from ?? drawn;
  const to = Math.min(last, from + days - 1);
  if (from < first || from > last) {
    throw new DqsError('invalid-argument', `expected a fault within the days of the history, got ${kind} outside them`);
  }
  const scope = request.scope ?? drawScope(panel, isOfResults(request), random);
  if (!panel.keys.some((key) => isWithin(scope, key))) {
    const shown = JSON.stringify(scope);
    throw new DqsError('invalid-argument', `expected a source, dataset and rule of the history, got ${shown}`);
  }
  return { kind, amount, from, to, scope };
}

/** A source, or a rule of it, drawn with equal chances. */
function drawScope({ keys }: DailyPanel, withRule: boolean, random: Random): FaultScope {
  const sources = [...new Set(keys.map(({ source }) => source))];
  const source = sources[random.integer(sources.length)]!;
  if (!withRule) return { source };
  const rules = [...new Set(keys.filter((key) => key.source === source).map(({ ruleCode }) => ruleCode))];
  return { source, rule: rules[random.integer(rules.length)]! };
}

interface Counts {
  readonly passes: Int32Array;
  readonly fails: Int32Array;
}

function worsen(panel: DailyPanel, fault: PlantedFault, { passes, fails }: Counts, random: Random): void {
  const { key, day } = panel.cells;
  const concerned = panel.keys.map((one) => isWithin(fault.scope, one));
  for (let row = 0; row < key.length; row += 1) {
    if (!concerned[key[row]!] || day[row]! < fault.from || day[row]! > fault.to) continue;
    const wanted = ((passes[row]! + fails[row]!) * pointsOn(fault, day[row]!)) / 100;
    const whole = Math.floor(wanted) + (random.next() < wanted % 1 ? 1 : 0);
    const turned = Math.min(passes[row]!, whole);
    passes[row]! -= turned;
    fails[row]! += turned;
  }
}

/** Percentage points that a fault takes on a day: all of them at once, or of a drift ever more. */
function pointsOn({ kind, amount, from, to }: PlantedFault, day: number): number {
  return kind === 'drift' ? (amount * (day - from + 1)) / (to - from + 1) : amount;
}
