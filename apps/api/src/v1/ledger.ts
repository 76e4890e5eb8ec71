import { DqsError, parseDay } from '@dqs/core';
import { ARMS, gradedRecord, gradedRows, idBytes, type GradedRow, type LedgerStore } from '@dqs/ledger';
import { forecastOutcomes, ledgerQuery, RememberedOutcomes, type ForecastOutcome } from '@dqs/runtime';
import { areWithin, type Principal } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route, type Call, type Rows } from '../routes/route.js';
import { Together } from '../server/together.js';
import { served } from '../services.js';
import { cursorKey, firstPage, unknownCursor } from './cursors.js';
import { DATE, KNOWN_AT, NAME, PAGE, pageOf } from './fields.js';
import { GRADED, ISSUED, ISSUED_NAMES } from './ledger-fields.js';

const QUERY = z.strictObject({
  ...PAGE,
  from: DATE.optional().describe('First day that was forecast; six days before the last, by default'),
  to: DATE.optional().describe('Last day that was forecast'),
  known_at: KNOWN_AT,
  tenant_id: NAME.optional(),
  dataset: NAME.optional().describe('By its uuid or its name'),
  rule_code: NAME.optional(),
  arm: z.enum(ARMS).optional(),
});

type Query = z.infer<typeof QUERY>;

/** Days of a list that names no first one. */
const DAYS = 7;

const SHOWN = z.strictObject({
  forecast: GRADED,
  revisions: z.array(
    z.strictObject({
      entry: z.int(),
      arrivedAt: z.iso.datetime(),
      delivery: z.string(),
      passes: z.int(),
      fails: z.int(),
      errors: z.int(),
    }),
  ),
  interventions: z.array(z.looseObject({ at: z.number(), by: z.string(), reason: z.string() })),
});

const list = { method: 'GET', action: 'read', query: QUERY } as const;

/** What was forecast, and what became of it. */
export const LEDGER_ROUTES = [
  route({
    ...list,
    path: '/api/v1/forecasts',
    id: 'listForecasts',
    tag: 'forecasts',
    summary: 'Forecasts that were issued, by day and series',
    answers: { 200: { description: 'A page of them', schema: pageOf(ISSUED) } },
    row: ISSUED,
    examples: [
      { summary: 'of the last days', query: {} },
      { summary: 'of one series', query: { tenant_id: 'acme', dataset: 'orders', rule_code: '101', arm: 'champion' } },
    ],
    handle: async (call) => {
      const { rows, next } = await gradedPage(call);
      const issued = rows.map((row) => Object.fromEntries(ISSUED_NAMES.map((name) => [name, row[name]])));
      return { list: { rows: issued, next } };
    },
  }),
  route({
    ...list,
    path: '/api/v1/ledger',
    id: 'listLedger',
    tag: 'ledger',
    summary: 'Forecasts that were issued, with their grades',
    answers: { 200: { description: 'A page of them', schema: pageOf(GRADED) } },
    row: GRADED,
    examples: [
      { summary: 'of some days', query: { from: '2026-04-28', to: '2026-05-02', limit: '3' } },
      { summary: 'as it was known at a time', query: { known_at: '2026-04-29T08:00:00Z' } },
    ],
    handle: async (call) => ({ list: await gradedPage(call) }),
  }),
  route({
    method: 'GET',
    path: '/api/v1/ledger/{id}',
    id: 'showForecast',
    tag: 'ledger',
    summary: 'One forecast that was issued, its grade, and all results that came for its day',
    action: 'read',
    params: z.strictObject({ id: z.string().max(100) }),
    query: z.strictObject({ known_at: KNOWN_AT }),
    answers: { 200: { description: 'The forecast', schema: SHOWN } },
    examples: [{ summary: 'one', params: { id: '{forecast}' } }],
    handle: async ({ params: { id }, query, services, principal }) => {
      const ledger = served(services.ledger, 'a ledger');
      const kept = await outcomeOf(ledger, id, query.known_at);
      // A forecast of another tenant is not there.
      if (kept === undefined || !areWithin([kept.row.tenantId], principal.tenants)) {
        const message = `expected the id of a forecast in the ledger, got ${JSON.stringify(id)}`;
        throw new DqsError('forecast-unknown', message);
      }
      const { row, revisions, interventions } = kept;
      return { body: { forecast: gradedRecord(row), revisions, interventions } };
    },
  }),
];

/** Forecasts that are looked up at once. */
const MOST_TOGETHER = 200;
const TOGETHER = new WeakMap<LedgerStore, Together<string, ForecastOutcome | undefined>>();

/** A forecast of the ledger; what is asked for at the same time, and not as of another, is looked up together. */
async function outcomeOf(
  ledger: LedgerStore,
  id: string,
  knownAt: number | undefined,
): Promise<ForecastOutcome | undefined> {
  if (knownAt !== undefined) return (await forecastOutcomes(ledger, [id], knownAt))[0];
  idBytes(id);
  let together = TOGETHER.get(ledger);
  if (!together) {
    const outcomes = new RememberedOutcomes(ledger);
    together = new Together((ids: readonly string[]) => outcomes.of(ids), MOST_TOGETHER);
    TOGETHER.set(ledger, together);
  }
  return together.ask(id);
}

async function gradedPage({ query, services, principal, signal }: Call<undefined, Query>): Promise<Rows> {
  const ledger = served(services.ledger, 'a ledger');
  const asked = await queryOf(ledger, query, principal).catch(nothingForUnknown);
  if (asked === undefined) return { rows: [], next: null };
  const reader = new PageReader(query);
  for await (const rows of gradedRows(ledger, { ...asked, from: reader.firstDay ?? asked.from }, { signal })) {
    if (reader.take(rows)) break;
  }
  return reader.page();
}

async function queryOf(ledger: LedgerStore, query: Query, { tenants }: Principal) {
  const settings = {
    ...{ ledgerFrom: query.from, ledgerTo: query.to, knownAt: query.known_at },
    ...{ ledgerTenant: query.tenant_id, ledgerDataset: query.dataset, ledgerRule: query.rule_code },
    arms: query.arm && [query.arm],
    tenants,
  };
  return ledgerQuery(ledger, settings, DAYS);
}

/** A list of what nobody knows is empty. */
function nothingForUnknown(error: unknown): undefined {
  if (!DqsError.is(error) || error.code !== 'series-unknown') throw error;
}

/** Takes the rows of a page from those that a ledger gives, in the order of the ledger: the page begins after the row of its cursor. */
class PageReader {
  readonly #limit: number;
  readonly #after: string | undefined;
  readonly firstDay: number | undefined;
  #isFound: boolean;
  readonly #rows: GradedRow[] = [];

  constructor({ limit, cursor }: Query) {
    const [day, id] = cursorKey(cursor, ['number', 'string']);
    this.#limit = limit;
    this.#after = id;
    this.firstDay = day;
    this.#isFound = id === undefined;
  }

  /** Takes what it needs. @returns whether it has enough to know that there is more. */
  take(rows: readonly GradedRow[]): boolean {
    let from = 0;
    if (!this.#isFound) {
      from = rows.findIndex(({ forecastId }) => forecastId === this.#after) + 1;
      // What is in the ledger stays there: the row of a cursor is missing only if something else is asked for now.
      if (from === 0) throw unknownCursor();
      this.#isFound = true;
    }
    this.#rows.push(...rows.slice(from, from + this.#limit + 1 - this.#rows.length));
    return this.#rows.length > this.#limit;
  }

  page(): Rows {
    const keyOf = ({ businessDate, forecastId }: GradedRow) => [parseDay(businessDate)!, forecastId];
    const { page, next } = firstPage(this.#rows, this.#limit, keyOf);
    return { rows: page.map(gradedRecord), next };
  }
}
