import { MemoryStore, type Clock, type DailyPanel } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import { idText, MemoryLedger, type LedgerStore } from '@dqs/ledger';

import { trainModel, type IssuingVersion } from '../../src/index.js';
import { loadedInMemory } from './loaded-in-memory.js';
import { filterCells, FIRST_DAY } from './panels.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  time = FIRST_DAY * DAY;
  now(): number {
    return this.time;
  }
}

/** An empty store of deliveries and an empty ledger, with their clock. */
export function newOperation() {
  const clock = new TestClock();
  const artifacts = new MemoryStore();
  return { clock, artifacts, deliveries: new Deliveries(artifacts, { clock }), ledger: new MemoryLedger() };
}

/** A version that was trained on the days of a panel before one. */
export async function trainedVersion(
  panel: DailyPanel,
  before: number,
  {
    arm = 'champion',
    version = '1.0.0',
    rounds = 20,
    spec = 'classic',
  }: Partial<Pick<IssuingVersion, 'arm' | 'version'>> & { rounds?: number; spec?: 'classic' | 'extended' } = {},
): Promise<IssuingVersion> {
  const known = filterCells(panel, (day) => day < before);
  const trained = await trainModel(known, { spec, rounds, limits: false });
  return { arm, model: 'orders', version, bundle: loadedInMemory(trained, known) };
}

/** All forecasts of a ledger in a form that can be compared: ids, arms and numbers. */
export async function forecastsOf(ledger: LedgerStore, from: number, to = from) {
  const { ids, issue, issues, numbers, distributions } = await ledger.forecasts({ from, to });
  return Array.from(issue, (place, row) => ({
    id: idText(ids, row),
    arm: issues[place]!.arm,
    numbers: Object.fromEntries(Object.entries(numbers).map(([name, column]) => [name, column[row]])),
    distribution: Buffer.from(
      distributions.bytes.subarray(distributions.offsets[row], distributions.offsets[row + 1]),
    ).toString('hex'),
  }));
}
