import { encodePanel, formatDay, mergePanels, PanelBuilder, parseDay, Random, type DailyPanel } from '@dqs/core';

import { deliverySchedule, describeFault, parseFault, plantFaults, type PlantedFault } from '../src/index.js';

const FIRST = parseDay('2025-01-06')!;
const DAYS = 60;

/** Two sources with two rules each on two datasets; ten executions a day, nine of ten pass. */
function history(): DailyPanel {
  const random = new Random(5);
  const builder = new PanelBuilder();
  for (const source of ['crm', 'erp']) {
    for (const rule of ['101', '102']) {
      for (const dataset of ['a', 'b']) {
        const key = {
          source,
          tenantId: 't',
          datasetUuid: `${source}-${dataset}`,
          datasetName: dataset,
          ruleCode: rule,
        };
        for (let day = 0; day < DAYS; day += 1) {
          const passes = Array.from({ length: 10 }, () => random.next()).filter((one) => one < 0.9).length;
          const counts = { passes, fails: 10 - passes, errors: 0, recordCount: 5, filteredCount: Number.NaN };
          builder.addCounts(key, FIRST + day, counts);
          builder.addLevel(key, 'ATTRIBUTE', 10);
        }
      }
    }
  }
  return builder.build();
}

function passPercentage({ cells, keys }: DailyPanel, of: PlantedFault, from: number, to: number): number {
  let [passes, all] = [0, 0];
  cells.day.forEach((day, row) => {
    const { source, ruleCode } = keys[cells.key[row]!]!;
    if (day < from || day > to || source !== of.scope.source || ruleCode !== of.scope.rule) return;
    passes += cells.passes[row]!;
    all += cells.passes[row]! + cells.fails[row]!;
  });
  return (100 * passes) / all;
}

describe('planted faults', () => {
  const panel = history();

  it('take their points off the results of one rule of one source, on their days, and touch nothing else', () => {
    const request = parseFault(`drop:30@${formatDay(FIRST + 30)}+20/source=crm,rule=101`);
    const { panel: planted, faults } = plantFaults(panel, [request], 1);
    const [fault] = faults as [PlantedFault];
    const during = [fault, FIRST + 30, FIRST + 49] as const;
    expect(passPercentage(panel, ...during) - passPercentage(planted, ...during)).toBeCloseTo(30, 0);
    const changed = [...planted.cells.passes.keys()].filter(
      (row) => planted.cells.passes[row] !== panel.cells.passes[row],
    );
    expect(changed.every((row) => planted.cells.day[row]! >= FIRST + 30 && planted.cells.day[row]! <= FIRST + 49)).toBe(
      true,
    );
    expect(changed.every((row) => planted.keys[planted.cells.key[row]!]!.source === 'crm')).toBe(true);
    const executions = planted.cells.passes.map((count, i) => count + planted.cells.fails[i]!);
    expect(new Set(executions)).toEqual(new Set([10]));
  });

  it('of a drift take ever more, up to their points at the end', () => {
    const { panel: planted, faults } = plantFaults(
      panel,
      [parseFault(`drift:40@${formatDay(FIRST + 10)}+40/source=erp,rule=102`)],
      1,
    );
    const lost = (from: number, to: number) =>
      passPercentage(panel, faults[0]!, from, to) - passPercentage(planted, faults[0]!, from, to);
    expect(lost(FIRST + 10, FIRST + 19)).toBeLessThan(10);
    expect(lost(FIRST + 40, FIRST + 49)).toBeGreaterThan(30);
  });

  it('are the same for the same seed, and others for another', () => {
    const requests = [parseFault('drop:10'), parseFault('silent')];
    expect(plantFaults(panel, requests, 3)).toEqual(plantFaults(panel, requests, 3));
    expect(plantFaults(panel, requests, 3).faults).not.toEqual(plantFaults(panel, requests, 4).faults);
  });

  it('are written in the form that they are read in', () => {
    const [fault] = plantFaults(panel, [parseFault('late:3')], 9).faults as [PlantedFault];
    const { to, ...request } = fault;
    expect(parseFault(describeFault(fault))).toEqual({ ...request, days: to - fault.from + 1 });
  });

  it.each(['fire', 'drop:0', 'silent:3', 'drop@2025-13-01', 'drop:10+0', 'drop/rule', 'drop/owner=me'])(
    'are refused as %s, with what was expected',
    (text) => {
      expect(() => parseFault(text)).toThrow(/expected .*; got the fault/);
    },
  );

  it('are refused for what the history does not have', () => {
    expect(() => plantFaults(panel, [parseFault('drop/rule=999')], 1)).toThrow(/of the history/);
    expect(() => plantFaults(panel, [parseFault('drop@2019-01-01')], 1)).toThrow(/within the days/);
  });
});

describe('scheduled deliveries', () => {
  const panel = history();
  const fault = (kind: PlantedFault['kind'], amount = 0): PlantedFault => {
    return { kind, amount, from: FIRST + 20, to: FIRST + 22, scope: { source: 'crm' } };
  };

  it('add up to the history, whatever comes late or twice, and come after their day', () => {
    const schedule = deliverySchedule(
      panel,
      [fault('late', 2), { ...fault('duplicate'), from: FIRST + 30, to: FIRST + 33 }],
      1,
    );
    const newest = new Map(schedule.map((one) => [one.id, one]));
    const sum = mergePanels(...[...newest.values()].map((one) => one.panel()));
    expect(encodePanel(sum)).toEqual(encodePanel(panel));
    expect(schedule.filter(({ kind }) => kind === 'copy')).toHaveLength(4);
    const hours = schedule.map(({ at, day }) => at / 3_600_000 - 24 * day);
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(30);
    expect(hours.filter((one) => one > 48)).toHaveLength(3);
    expect(schedule.every(({ at }, i) => i === 0 || schedule[i - 1]!.at <= at)).toBe(true);
  });

  it('of a silent source never come', () => {
    const schedule = deliverySchedule(panel, [fault('silent')], 1);
    expect(schedule).toHaveLength(2 * DAYS - 3);
    expect(schedule.filter(({ source, day }) => source === 'crm' && day >= FIRST + 20 && day <= FIRST + 22)).toEqual(
      [],
    );
  });

  it('that are corrected come wrong first, and right under the same id later', () => {
    const schedule = deliverySchedule(panel, [fault('correction', 2)], 1);
    const [first, second] = schedule.filter(({ source, day }) => source === 'crm' && day === FIRST + 20);
    expect(second!.id).toBe(first!.id);
    expect(second!.at - first!.at).toBe(2 * 86_400_000);
    const passes = (one: DailyPanel) => one.cells.passes.reduce((sum, count) => sum + count, 0);
    expect(passes(first!.panel())).toBeLessThan(passes(second!.panel()));
  });
});
