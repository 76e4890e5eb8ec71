import { benjaminiHochbergLimit } from '@dqs/core/stats';
import { AGGREGATE_STATISTICS, GRADE_STATUS, statisticIndex, type LedgerStore, type NumberedSeries } from '@dqs/ledger';
import {
  dailyReference,
  extendDegradation,
  judgeDegradation,
  startDegradation,
  type DailyReference,
  type RunningDegradation,
} from '@dqs/monitoring';

/** Rule × level × source of one tenant. */
export interface WatchedPool {
  readonly tenantId: string;
  readonly source: string;
  readonly ruleCode: string;
  readonly level: string;
}

/** Something that was found at a tick. */
export interface Finding {
  /**
   * `surprise`: results of a day are worse than chance explains, over all series of the day. `degraded`: the losses of a pool have
   * been higher than they were, which holds at every look. `silent`: a source is later than on 99 of 100 days.
   */
  readonly kind: 'surprise' | 'degraded' | 'silent';
  /** The business day that told, days since 1970-01-01. */
  readonly day: number;
  /** The tick, days since 1970-01-01. */
  readonly tick: number;
  readonly source: string;
  /** Undefined for a source. */
  readonly pool?: WatchedPool;
  /** Series that were surprising; undefined for the other kinds. */
  readonly series?: readonly NumberedSeries[];
}

/** Live days of a pool that later ones are compared with. */
const REFERENCE_DAYS = 42;
/** Share of pools that may be called degraded by chance, ever. */
const DEGRADATION_ALPHA = 0.05;
/** Share of quiet days on which a surprise may be found. */
const SURPRISE_LIMIT = 0.05;
/** Days before, which tell how far small odds can be trusted. */
const CALIBRATION_DAYS = 42;
const CALIBRATED_AT = 0.05;
/** So many of them and the odds are of something else. */
const MOST_SHARE = 0.5;

interface PoolCourse {
  readonly pool: WatchedPool;
  readonly losses: number[];
  reference?: DailyReference;
  running?: RunningDegradation;
}

/** Watches graded days in their order, each once: what is found in a day is found at the tick that brings its results. */
export class Watch {
  readonly #pools = new Map<string, PoolCourse>();
  readonly #pits: { readonly small: number; readonly all: number }[] = [];

  constructor(private readonly ledger: Pick<LedgerStore, 'aggregates' | 'forecasts' | 'grades' | 'series'>) {}

  /** What the results of a day tell of the champion's live forecasts. */
  async day(day: number, tick: number): Promise<readonly Finding[]> {
    return [...(await this.#surprises(day, tick)), ...(await this.#degradations(day, tick))];
  }

  async #degradations(day: number, tick: number): Promise<Finding[]> {
    const { group, groups, values } = await this.ledger.aggregates({ from: day, to: day, arms: ['champion'] });
    const [graded, loss] = [statisticIndex('graded'), statisticIndex('absoluteError')];
    const found: Finding[] = [];
    for (let row = 0; row < group.length; row += 1) {
      const { live, tenantId, source, ruleCode, level } = groups[group[row]!]!;
      const start = row * AGGREGATE_STATISTICS.length;
      const count = values[start + graded]!;
      if (!live || count === 0) continue;
      const pool = { tenantId, source, ruleCode, level };
      const isDegraded = this.#extend(pool, values[start + loss]! / count);
      if (isDegraded) found.push({ kind: 'degraded', day, tick, source, pool });
    }
    return found;
  }

  /** Adds the mean loss of a day; true if the pool is degraded now and was not before. Then it starts anew. */
  #extend(pool: WatchedPool, loss: number): boolean {
    const key = JSON.stringify(Object.values(pool));
    const course: PoolCourse = this.#pools.get(key) ?? { pool, losses: [] };
    this.#pools.set(key, course);
    if (course.reference === undefined) {
      course.losses.push(loss);
      if (course.losses.length < REFERENCE_DAYS) return false;
      course.reference = dailyReference(Float64Array.from(course.losses), DEGRADATION_ALPHA);
      return false;
    }
    const running = course.running ?? startDegradation(course.reference);
    course.running = extendDegradation(running, Float64Array.of(loss), course.reference);
    if (judgeDegradation(course.running, DEGRADATION_ALPHA).verdict !== 'fail') return false;
    course.running = startDegradation(course.reference);
    return true;
  }

  async #surprises(day: number, tick: number): Promise<Finding[]> {
    const query = { from: day, to: day, arms: ['champion'] as const };
    const [forecasts, grades] = [await this.ledger.forecasts(query), await this.ledger.grades(query)];
    const rows = [...forecasts.series.keys()].filter(
      (row) =>
        grades.status[row] === GRADE_STATUS.graded && grades.live[row] === 1 && !Number.isNaN(grades.numbers.pit[row]),
    );
    const exponent = this.#exponent();
    const odds = Float64Array.from(rows, (row) => grades.numbers.pit[row]! ** exponent);
    this.#remember(Float64Array.from(rows, (row) => grades.numbers.pit[row]!));
    const limit = benjaminiHochbergLimit(odds, SURPRISE_LIMIT);
    const surprising = rows.filter((row, i) => odds[i]! <= limit && grades.numbers.actual[row]! < 100);
    if (surprising.length === 0) return [];
    const named = new Map((await this.ledger.series()).map((one) => [one.number, one]));
    return byPool(surprising.map((row) => named.get(forecasts.series[row]!)!)).map(({ pool, series }) => {
      return { kind: 'surprise', day, tick, source: pool.source, pool, series };
    });
  }

  /** Odds that came true too often on the days before are raised to this power, as the check of a day does. */
  #exponent(): number {
    const [small, all] = this.#pits.reduce(([a, b], one) => [a + one.small, b + one.all], [0, 0]);
    const share = all === 0 ? 0 : small / all;
    return share <= CALIBRATED_AT ? 1 : Math.log(Math.min(share, MOST_SHARE)) / Math.log(CALIBRATED_AT);
  }

  #remember(pits: Float64Array): void {
    this.#pits.push({ small: pits.filter((pit) => pit <= CALIBRATED_AT).length, all: pits.length });
    if (this.#pits.length > CALIBRATION_DAYS) this.#pits.shift();
  }
}

function byPool(series: readonly NumberedSeries[]): { pool: WatchedPool; series: NumberedSeries[] }[] {
  const pools = new Map<string, { pool: WatchedPool; series: NumberedSeries[] }>();
  for (const one of series) {
    const { tenantId, source, ruleCode, level } = one;
    const key = JSON.stringify([tenantId, source, ruleCode, level]);
    const known = pools.get(key);
    if (known) known.series.push(one);
    else pools.set(key, { pool: { tenantId, source, ruleCode, level }, series: [one] });
  }
  return [...pools.values()];
}
