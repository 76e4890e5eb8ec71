import { Random } from '@dqs/core';

import { gradeChangedDays } from '../grade/grade-changed-days.js';
import { AGGREGATE_STATISTICS, statisticIndex } from '../records/aggregates.js';
import type { LedgerStore } from '../store.js';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList, type SampleEntry } from './samples.js';

/** What a delivery says of the days of series: counts by `series,day`. */
type Content = ReadonlyMap<string, readonly [passes: number, fails: number, errors: number]>;

/** A version of a delivery that arrives. */
interface Arrival {
  readonly delivery: number;
  readonly content: Content;
}

/** What is forecast, and what is delivered in the end: the truth that every schedule leads to. */
export interface ScheduleWorld {
  readonly series: number;
  readonly days: number;
  /** The last content of each delivery. */
  readonly deliveries: readonly Content[];
  readonly forecastSeed: number;
}

const MOST_DAYS = 2;

/** Draws a world: one to three series, one or two days, one to four deliveries that may report the same days. */
export function drawWorld(random: Random): ScheduleWorld {
  const [series, days] = [1 + random.integer(3), 1 + random.integer(MOST_DAYS)];
  const deliveries = Array.from({ length: 1 + random.integer(4) }, () => drawContent(random, series, days));
  return { series, days, deliveries, forecastSeed: random.integer(1000) };
}

function drawContent(random: Random, series: number, days: number): Content {
  const content = new Map<string, [number, number, number]>();
  for (let one = 0; one < series; one += 1) {
    for (let day = 0; day < days; day += 1) {
      if (random.next() < 0.6) content.set(`${one},${day}`, [random.integer(20), random.integer(4), random.integer(2)]);
    }
  }
  return content;
}

/**
 * Plays a random schedule that ends in a world: deliveries come in any order, late, twice, and in wrong versions before the right
 * one; forecasts are issued again; deliveries are collected in batches of any size, some of them again; days are graded in
 * between or not.
 *
 * @param store an empty ledger.
 */
export async function playSchedule(store: LedgerStore, world: ScheduleWorld, random: Random): Promise<void> {
  const numbers = await registerInAnyOrder(store, world.series, random);
  const issue = () => store.issue(worldBatch(world, numbers));
  await issue();
  const journal = new Journal(numbers);
  for (const arrival of shuffledArrivals(world, random)) {
    journal.deliver(arrival, atHour(30) + random.integer(100_000_000));
    if (random.next() < 0.4) await collectSome(store, journal, random);
    if (random.next() < 0.2) await gradeChangedDays(store);
    if (random.next() < 0.2) await issue();
  }
  while ((await store.collectedUpTo()) < journal.entries.length) await collectSome(store, journal, random);
  await gradeChangedDays(store);
}

/** Plays the plain schedule of a world: every delivery once, in its last version, all collected at once and graded. */
export async function playPlainly(store: LedgerStore, world: ScheduleWorld): Promise<void> {
  const numbers = [...(await store.register(sampleSeriesList(world.series)))];
  await store.issue(worldBatch(world, numbers));
  const journal = new Journal(numbers);
  world.deliveries.forEach((content, delivery) => journal.deliver({ delivery, content }, atHour(30)));
  await store.revise(sampleRevisions(0, journal.entries));
  await gradeChangedDays(store);
}

/**
 * What must not depend on the schedule, as a text: the grade of every forecast in all its bits, and the sums of the graded. When
 * and in how many revisions something arrived is left out.
 */
export async function gradesText(store: LedgerStore): Promise<string> {
  const query = { from: DAY, to: DAY + MOST_DAYS };
  const { ids } = await store.forecasts(query);
  const { status, executions, live, numbers, below, covered80, covered95 } = await store.grades(query);
  const { day, groups, values } = await store.aggregates(query);
  const flags = [status, executions, live, below, covered80, covered95].map((column) => [...column]);
  const losses = Object.entries(numbers).map(([name, column]) => [name, bitsOf(column)]);
  const sums = values.filter((_, i) => !ARRIVAL.includes(i % AGGREGATE_STATISTICS.length));
  return JSON.stringify([Buffer.from(ids).toString('hex'), flags, losses, groups, [...day], bitsOf(sums)]);
}

const bitsOf = (values: Float64Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

/** Sums that tell how something arrived. */
const ARRIVAL = [statisticIndex('corrections'), statisticIndex('arrivalDelay'), statisticIndex('warnedLead')];

/** Deliveries by version as they arrive, and what is known after each: what a collector reads. */
class Journal {
  readonly entries: SampleEntry[] = [];
  readonly #newest = new Map<number, Content>();
  readonly #numbers: readonly number[];
  #lastAt = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** The same content again is no entry; another one replaces what the delivery said before. */
  deliver({ delivery, content }: Arrival, at: number): void {
    const before = this.#newest.get(delivery);
    if (before === content) return;
    this.#newest.set(delivery, content);
    this.#lastAt = Math.max(this.#lastAt, at);
    const changed = [...new Set([...(before?.keys() ?? []), ...content.keys()])];
    this.entries.push({ at: this.#lastAt, results: changed.map((key) => this.#total(key)) });
  }

  #total(key: string) {
    const [series, day] = key.split(',').map(Number) as [number, number];
    const total = { series: this.#numbers[series]!, day: DAY + day, passes: 0, fails: 0, errors: 0 };
    for (const content of this.#newest.values()) {
      const [passes, fails, errors] = content.get(key) ?? [0, 0, 0];
      total.passes += passes;
      total.fails += fails;
      total.errors += errors;
    }
    return total;
  }
}

async function registerInAnyOrder(store: LedgerStore, count: number, random: Random): Promise<number[]> {
  const series = sampleSeriesList(count);
  const order = shuffled([...series.keys()], random);
  const numbers = await store.register(order.map((at) => series[at]!));
  const byPlace = new Map(order.map((at, i) => [at, numbers[i]!]));
  return series.map((_, at) => byPlace.get(at)!);
}

function worldBatch({ days, forecastSeed }: ScheduleWorld, numbers: readonly number[]) {
  const random = new Random(forecastSeed);
  const rows = numbers.flatMap((series) =>
    Array.from({ length: days }, (_, day) => {
      return { series, day: DAY + day, asOfDay: DAY - 1, mean: random.next(), executions: 1 + random.integer(30) };
    }),
  );
  return sampleBatch(rows);
}

/** The deliveries in any order, wrong versions before the right one, and some of it again. */
function shuffledArrivals({ deliveries, series, days }: ScheduleWorld, random: Random): Arrival[] {
  const versions = deliveries.map((last) => {
    const wrong = Array.from({ length: random.integer(3) }, () => drawContent(random, series, days));
    return [...wrong, last].flatMap((content) => (random.next() < 0.3 ? [content, content] : [content]));
  });
  const turns = shuffled(versions.flatMap((list, delivery) => list.map(() => delivery)), random); // prettier-ignore
  return turns.map((delivery) => ({ delivery, content: versions[delivery]!.shift()! }));
}

/** Collects a batch of what was not collected, or of what was. */
async function collectSome(store: LedgerStore, { entries }: Journal, random: Random): Promise<void> {
  const collected = await store.collectedUpTo();
  const after = random.next() < 0.2 ? random.integer(collected + 1) : collected;
  const most = (after < collected ? collected : entries.length) - after;
  if (most > 0) await store.revise(sampleRevisions(after, entries.slice(after, after + 1 + random.integer(most))));
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const other = random.integer(i + 1);
    [items[i], items[other]] = [items[other]!, items[i]!];
  }
  return items;
}
