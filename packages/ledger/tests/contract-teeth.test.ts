import { MemoryLedger, type GradedDay, type IssueBatch, type LedgerStore, type RevisionBatch } from '../src/index.js';
import { LEDGER_STORE_CONTRACT } from '../src/testing/index.js';

/** A store that does something wrong, and the promise of the contract that finds it out. */
interface Fault {
  readonly wrong: string;
  readonly foundBy: string;
  readonly change: (good: LedgerStore) => Partial<LedgerStore>;
}

/** A good ledger with some methods changed. */
function changed(good: LedgerStore, methods: Partial<LedgerStore>): LedgerStore {
  return new Proxy(good, {
    get(target, name) {
      const own: unknown = Reflect.get(methods, name);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}

/** Gives every fault of an issue a place: the first `rows` rows alone are kept. */
const firstRows = ({ issue, forecasts }: IssueBatch, rows: number): IssueBatch => ({
  issue,
  forecasts: {
    ...forecasts,
    series: forecasts.series.slice(0, rows),
    targetDay: forecasts.targetDay.slice(0, rows),
    asOfDay: forecasts.asOfDay.slice(0, rows),
    flags: forecasts.flags.slice(0, rows),
    numbers: Object.fromEntries(
      Object.entries(forecasts.numbers).map(([key, values]) => [key, values.slice(0, rows)]),
    ) as typeof forecasts.numbers,
    distributions: {
      offsets: forecasts.distributions.offsets.slice(0, rows + 1),
      bytes: forecasts.distributions.bytes.slice(0, forecasts.distributions.offsets[rows]),
    },
  },
});

const withNumbers = ({ issue, forecasts }: IssueBatch, of: (value: number) => number): IssueBatch => {
  const numbers = Object.entries(forecasts.numbers).map(([key, values]) => [key, values.map(of)]);
  return { issue, forecasts: { ...forecasts, numbers: Object.fromEntries(numbers) as typeof forecasts.numbers } };
};

const asText = (text: string) => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');

const FAULTS: readonly Fault[] = [
  {
    wrong: 'keeps numbers in 32 bits',
    foundBy: 'forecasts are read back bit for bit, with their issue and their id',
    change: (good) => ({ issue: (batch) => good.issue(withNumbers(batch, Math.fround)) }),
  },
  {
    wrong: 'keeps a missing naive forecast as 0',
    foundBy: 'a naive forecast may be missing, a distribution too',
    change: (good) => ({ issue: (batch) => good.issue(withNumbers(batch, (value) => value || 0)) }),
  },
  {
    wrong: 'keeps part of a batch that it refuses',
    foundBy: 'a batch with a fault is refused whole',
    change: (good) => ({
      issue: async (batch) => {
        await good.issue(firstRows(batch, 1)).catch(() => undefined);
        return good.issue(batch);
      },
    }),
  },
  {
    wrong: 'loses the last row of ten thousand',
    foundBy: 'keeps ten thousand forecasts in one batch, and days before 1970',
    change: (good) => ({
      issue: async (batch) => {
        await good.issue(firstRows(batch, Math.min(batch.forecasts.series.length, 9_999)));
        return batch.forecasts.series.length;
      },
    }),
  },
  {
    wrong: 'takes names without what its database cannot hold',
    foundBy: 'names are kept as they are: control characters, halves of characters, quotes, very long ones',
    change: (good) => ({
      register: (series) =>
        good.register(
          series.map((one) => ({
            ...one,
            datasetUuid: asText(one.datasetUuid),
            tenantId: asText(one.tenantId),
            ruleCode: asText(one.ruleCode),
          })),
        ),
    }),
  },
  {
    wrong: 'joins names without a separator',
    foundBy: 'names of many sizes are never taken for each other',
    change: (good) => ({
      register: (series) =>
        good.register(
          series.map((one) => ({
            ...one,
            tenantId: '',
            datasetUuid: '',
            ruleCode: one.tenantId + one.datasetUuid + one.ruleCode,
          })),
        ),
    }),
  },
  {
    wrong: 'shares series between tenants',
    foundBy: 'two tenants never share a series, and the list of one has none of the other',
    change: (good) => ({ register: (series) => good.register(series.map((one) => ({ ...one, tenantId: 'acme' }))) }),
  },
  {
    wrong: 'gives the series of another tenant to whoever knows its number',
    foundBy: 'two tenants never share a series, and the list of one has none of the other',
    change: (good) => ({
      forecasts: ({ tenants, ...query }) =>
        good.forecasts(query.series ? query : { ...query, ...(tenants && { tenants }) }),
    }),
  },
  {
    wrong: 'reads forecasts that were issued later',
    foundBy: 'a query finds what was issued by a time, of some series, arms and days',
    change: (good) => ({ forecasts: ({ knownAt: _, ...query }) => good.forecasts(query) }),
  },
  {
    wrong: 'collects an entry again',
    foundBy: 'entries that are collected already change nothing',
    change: (good) => ({ revise: (batch) => reviseFrom(good, batch, () => true) }),
  },
  {
    wrong: 'collects where another collector has not ended',
    foundBy: 'a batch that begins elsewhere than the collected entries end is a conflict and changes nothing',
    change: (good) => ({ revise: (batch) => reviseFrom(good, batch, (after, collected) => after > collected) }),
  },
  {
    wrong: 'forgets to move the cursor over entries without results',
    foundBy: 'entries without results move the cursor',
    change: (good) => ({
      revise: (batch) => (batch.revisions.day.length === 0 ? Promise.resolve(0) : good.revise(batch)),
    }),
  },
  {
    wrong: 'moves the cursor, then fails',
    foundBy: 'a batch of revisions with a fault is refused whole, and the cursor stays',
    change: (good) => ({
      revise: async (batch) => {
        try {
          return await good.revise(batch);
        } catch (error) {
          const after = await good.collectedUpTo();
          if (after === 0) await good.revise({ ...batch, after, upTo: after + 1, revisions: await good.revisions({ from: 1, to: 0 }) }); // prettier-ignore
          throw error;
        }
      },
    }),
  },
  {
    wrong: 'lets a later intervention replace the first',
    foundBy: 'the first intervention on a day of a series stays, from its time on',
    change: (good) => ({
      interventions: async (query) => (await good.interventions(query)).map((one) => ({ ...one, by: 'bob' })),
    }),
  },
  {
    wrong: 'never calls a day changed',
    foundBy: 'a day has changed until it is settled, and is read with all that is known of it',
    change: () => ({ changedDays: () => Promise.resolve([]) }),
  },
  {
    wrong: 'calls a day settled that has changed meanwhile',
    foundBy: 'what changes between reading and settling leaves the day changed',
    change: (good) => ({
      settle: async (graded: GradedDay) => good.settle({ ...graded, changes: (await good.day(graded.day)).changes }),
    }),
  },
  {
    wrong: 'replaces aggregates by older ones',
    foundBy: 'what was made from fewer changes never replaces what was made from more',
    change: (good) => ({
      settle: async (graded: GradedDay) => {
        const { changes } = await good.day(graded.day);
        return good.settle({ ...graded, changes });
      },
    }),
  },
  {
    wrong: 'reads the grade of the first revision',
    foundBy: 'a forecast has the grade of the last revision; one without is ungraded, one left out is intervened',
    change: (good) => ({
      grades: (query) => good.grades({ ...query, knownAt: Math.min(query.knownAt ?? Infinity, FIRST_ARRIVAL) }),
    }),
  },
  {
    wrong: 'reads all forecasts, whichever ids are asked for',
    foundBy: 'forecasts are found by their ids, with their grades and what is known of their days',
    change: (good) => ({ forecasts: ({ ids: _, ...query }) => good.forecasts(query) }),
  },
  {
    wrong: 'has one version of a day for ever',
    foundBy: 'the version of a day changes with all that is added to it, and with nothing else',
    change: (good) => ({ versions: async (days) => (await good.versions(days)).map((one) => one && '1') }),
  },
  {
    wrong: 'counts an intervention as a grade',
    foundBy: 'a forecast has the grade of the last revision; one without is ungraded, one left out is intervened',
    change: (good) => ({
      grades: async (query) => {
        const grades = await good.grades(query);
        return { ...grades, status: grades.status.map((status) => Math.min(1, status)) };
      },
    }),
  },
  {
    wrong: 'takes what is backfill for live',
    foundBy: 'forecasts made before the first result are live for good, later ones backfill, and their sums stay apart',
    change: (good) => ({
      grades: async (query) => {
        const grades = await good.grades(query);
        return { ...grades, live: grades.live.map(() => 1) };
      },
    }),
  },
  {
    wrong: 'gives the aggregates of now for any time',
    foundBy: 'aggregates are read in the last version of a time, and those that changed since another',
    change: (good) => ({ aggregates: ({ knownAt: _, ...query }) => good.aggregates(query) }),
  },
  {
    wrong: 'gives the grades of now for any time',
    foundBy: 'what was known at a time does not depend on how late it was collected and graded',
    change: (good) => ({
      grades: async (query) => {
        const { knownAt: _, ...rest } = query;
        const [now, then] = [await good.grades(rest), await good.grades(query)];
        return now.status.length === then.status.length ? now : then;
      },
    }),
  },
  {
    wrong: 'tells of interventions before they were made',
    foundBy: 'what was known at a time is the same in every bit after thirty more days',
    change: (good) => ({ interventions: ({ knownAt: _, ...query }) => good.interventions(query) }),
  },
  {
    wrong: 'mixes the sums of tenants',
    foundBy: 'sums of one tenant hold nothing of another, those of one arm nothing of another',
    change: (good) => ({ aggregates: ({ tenants: _, ...query }) => good.aggregates(query) }),
  },
  {
    wrong: 'gives its only checkpoint for any time',
    foundBy: 'the checkpoint of a name is the last one up to a time, bytes and all',
    change: (good) => ({ checkpoint: (name) => good.checkpoint(name) }),
  },
  {
    wrong: 'numbers revisions as they are collected',
    foundBy: 'what was known at a time does not depend on how late it was collected and graded',
    change: (good) => ({
      revise: (batch) => {
        const last = batch.revisions.entries.at(-1)?.arrivedAt ?? 0;
        const entries = batch.revisions.entries.map((entry) => ({ ...entry, arrivedAt: last }));
        return good.revise({ ...batch, revisions: { ...batch.revisions, entries } });
      },
    }),
  },
  {
    wrong: 'adds totals to what is there',
    foundBy: 'late, duplicate, corrected and reordered deliveries give grades and sums that are equal in every bit',
    change: (good) => ({
      revise: (batch) => {
        const passes = batch.revisions.passes.map((count) => count + batch.after);
        return good.revise({ ...batch, revisions: { ...batch.revisions, passes } });
      },
    }),
  },
];

/** When the first result arrives in the cases that know more than one: 30 hours after the start of 2026-01-05. */
const FIRST_ARRIVAL = 20_458 * 86_400_000 + 30 * 3_600_000;

/** Collects a batch as if it began where the collected entries end, if `isRefused` does not say otherwise. */
async function reviseFrom(
  good: LedgerStore,
  batch: RevisionBatch,
  isAllowed: (after: number, collected: number) => boolean,
): Promise<number> {
  const collected = await good.collectedUpTo();
  if (batch.after === collected || !isAllowed(batch.after, collected)) return good.revise(batch);
  const shift = collected - batch.after;
  const entries = batch.revisions.entries.map((entry) => ({ ...entry, number: entry.number + shift }));
  return good.revise({ after: collected, upTo: batch.upTo + shift, revisions: { ...batch.revisions, entries } });
}

describe('a store that', () => {
  it.each(FAULTS.map(({ wrong, foundBy, change }) => [wrong, foundBy, change] as const))(
    '%s fails the case "%s"',
    async (_, foundBy, change) => {
      const found = LEDGER_STORE_CONTRACT.find(({ title }) => title === foundBy)!;
      const place = new MemoryLedger();
      await expect(found.run(() => Promise.resolve(changed(place, change(place))))).rejects.toThrow();
    },
  );

  it('changes nothing passes all cases, though it is a proxy', async () => {
    for (const { run } of LEDGER_STORE_CONTRACT) {
      const place = new MemoryLedger();
      await run(() => Promise.resolve(changed(place, {})));
    }
  });
});
