import type { PageScope, PageTable, PageView } from '@dqs/runtime/pages';
import type { Principal } from '@dqs/runtime/serving';
import * as z from 'zod';

import { requestInvalid } from '../problems/problem.js';
import { pointerOf } from '../problems/request-problems.js';
import { route, type RouteDefinition, type RouteExample } from '../routes/route.js';
import { shared } from '../server/send-answer.js';
import { served, type Services } from '../services.js';
import { KNOWN_AT, NAME } from '../v1/fields.js';

/** What every page can be narrowed down to. */
const SCOPE = {
  known_at: KNOWN_AT,
  owner: NAME.optional().describe('Only what this owner answers for'),
  source: NAME.optional().describe('Only series of this source'),
};

/** What a page is asked with. */
export interface PageCall<P, Q> {
  readonly view: PageView;
  readonly params: P;
  readonly query: Q;
  readonly principal: Principal;
  readonly services: Services;
}

/** A page: what it is made of, and its tables. */
export interface PageDefinition<M, P extends z.ZodRawShape, Q extends z.ZodRawShape> {
  /** Where the page is: `/series/{id}`. */
  readonly path: string;
  /** `Today`: operations are called `showToday` and `tableOfToday`. */
  readonly name: string;
  readonly summary: string;
  readonly params?: P;
  /** What it is asked with beside its scope. */
  readonly query?: Q;
  readonly example?: Pick<RouteExample, 'params' | 'query'>;
  /** Who may see it. @default 'read' */
  readonly action?: RouteDefinition['action'];
  readonly everyTenant?: boolean;
  readonly page: (call: PageCall<z.output<z.ZodObject<P>>, z.output<z.ZodObject<Q>>>) => M | Promise<M>;
  /** The first of them is the twin of the page. */
  readonly tables?: (page: M) => readonly PageTable[];
}

/** A page that is asked with nothing of its own. */
type NoFields = Record<never, never>;

/** The twins of a page: all that it shows as JSON, and its tables as CSV. */
export function pageRoutes<M extends object, P extends z.ZodRawShape = NoFields, Q extends z.ZodRawShape = NoFields>(
  definition: PageDefinition<M, P, Q>,
): readonly RouteDefinition[] {
  const { path, name, summary, params, query, example = {}, action = 'read', everyTenant, page, tables } = definition;
  const asked = z.strictObject({ ...SCOPE, ...query });
  const common = {
    ...{ method: 'GET' as const, tag: 'pages' as const, action, ...(everyTenant && { everyTenant }) },
    ...(params && { params: z.strictObject(params) }),
  };
  const made = async ({ services, principal, params: given, query: all }: never): Promise<M> => {
    const call = await pageCall(services, principal, given, all);
    return madeOnce(call.view, JSON.stringify([path, given, all, principal]), async () => page(call as never));
  };
  const json = route({
    ...common,
    path: `${path}.json`,
    id: `show${name}`,
    summary,
    query: asked,
    answers: { 200: { description: 'All that the page shows', schema: z.looseObject({}) } },
    examples: [{ summary: 'the page as it is now', ...example }],
    handle: async (call) => ({ body: shared(await made(call as never)) }),
  });
  if (tables === undefined) return [json];
  const csv = route({
    ...common,
    path: `${path}.csv`,
    id: `tableOf${name}`,
    summary: `${summary}: a table`,
    isTable: true,
    query: asked.extend({ table: z.string().max(40).optional().describe('The first one of the page, by default') }),
    answers: { 200: { description: 'The rows that the page shows', schema: z.string() } },
    examples: [{ summary: 'its table', ...example }],
    handle: async (call) => {
      const { table, ...rest } = call.query as Record<string, unknown>;
      return { table: tableOf(tables(await made({ ...call, query: rest } as never)), table as string | undefined) };
    },
  });
  return [json, csv];
}

/** Pages that are being made of a state, by what was asked. */
type Begun = Map<string, { readonly state: PageView['state']; readonly page: Promise<object> }>;
const BEGUN = new WeakMap<PageView['tick'], Begun>();

/**
 * When something has happened, many ask for the same at once: those who ask for a page that is being made of the same view get that one.
 * A page that is made is not kept, as some show what is known beside the view.
 */
function madeOnce<M extends object>({ tick, state }: PageView, name: string, make: () => Promise<M>): Promise<M> {
  const begun: Begun = BEGUN.get(tick) ?? new Map();
  BEGUN.set(tick, begun);
  const known = begun.get(name);
  if (known?.state === state) return known.page as Promise<M>;
  const page = make();
  const own = { state, page };
  begun.set(name, own);
  const end = () => void (begun.get(name) === own && begun.delete(name));
  page.then(end, end);
  return page;
}

async function pageCall<P, Q>(services: Services, principal: Principal, params: P, asked: Q): Promise<PageCall<P, Q>> {
  const { known_at: knownAt, owner, source } = asked as { known_at?: number; owner?: string; source?: string };
  const scope: PageScope = { knownAt, owner, source, tenants: principal.tenants };
  const view = await served(services.pages, 'a store that has a database').of(scope);
  return { view, params, query: asked, principal, services };
}

/** @throws DqsError `request-invalid` for a table that the page does not have. */
function tableOf(tables: readonly PageTable[], name: string | undefined): PageTable {
  const found = name === undefined ? tables[0] : tables.find((one) => one.name === name);
  if (found) return found;
  const names = tables.map((one) => one.name).join(', ');
  const message = `expected one of the tables ${names}, got ${JSON.stringify(name)}`;
  throw requestInvalid([{ pointer: pointerOf('query', ['table']), message, fix: `use one of ${names}` }]);
}
