import type { FastifyInstance, InjectOptions } from 'fastify';

import { allRoutes } from '../src/index.js';
import type { RouteDefinition, RouteExample } from '../src/routes/route.js';
import { openWorld, serverOf, type World } from './support/world.js';

const ROUTES = allRoutes({ isDraining: () => false });
let world: World;
let server: FastifyInstance;

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  server = await serverOf(world.services);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

/** Documents whose mark is asked for. */
const MARKED = new Map([
  ['{staging}', '/api/v1/models/checks/aliases/staging'],
  ['{production}', '/api/v1/models/checks/aliases/production'],
  ['{policy}', '/api/v1/policies/alerts'],
]);

/** What only a running server knows, in place of its name in braces. */
async function filledIn(text: string): Promise<string> {
  if (text === '{forecast}') {
    const { data } = (await server.inject('/api/v1/forecasts?limit=1')).json<{ data: { forecast_id: string }[] }>();
    return data[0]!.forecast_id;
  }
  if (text === '{silence}') {
    const { data } = (await server.inject('/api/v1/silences')).json<{ data: { id: string }[] }>();
    return data[0]!.id;
  }
  if (text === '{message}') return 'msg-dead';
  if (text === '{mark}') {
    return (await server.inject('/api/v1/marks')).json<{ data: { id: string }[] }>().data[0]!.id;
  }
  if (text === '{webhook}') {
    // One of those that were pinged: all were made at the same time, so that their order is any.
    return (await world.services.webhooks!.list(undefined)).find(({ createdBy }) => createdBy === 'test')!.id;
  }
  if (text === '{key}') return (await world.services.keyring!.list())[0]!.id;
  const marked = MARKED.get(text);
  return marked === undefined ? text : String((await server.inject(marked)).headers['etag']);
}

async function requestOf({ method, path, takesLines }: RouteDefinition, example: RouteExample): Promise<InjectOptions> {
  let url = path;
  for (const [name, value] of Object.entries(example.params ?? {})) {
    url = url.replace(`{${name}}`, encodeURIComponent(await filledIn(value)));
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(example.headers ?? {})) headers[name] = await filledIn(value);
  if (example.body !== undefined) headers['content-type'] = takesLines ? 'application/x-ndjson' : 'application/json';
  const payload =
    typeof example.body === 'object' ? JSON.stringify(example.body) : (example.body as string | undefined);
  return { method, url, query: example.query, headers, payload };
}

describe('every example of the document', () => {
  it.each(
    ROUTES.flatMap((definition) =>
      definition.examples.map((example) => [`${definition.id}: ${example.summary}`, definition, example] as const),
    ),
  )('is answered as the document says: %s', async (_name, definition, example) => {
    const answer = await server.inject(await requestOf(definition, example));
    const schema = definition.answers[answer.statusCode]?.schema;
    if (schema === undefined) throw new Error(`${answer.statusCode}: ${answer.body}`);
    const isText = definition.streams === true || definition.isTable === true;
    expect(schema.safeParse(isText ? answer.body : answer.json()).error?.issues ?? []).toEqual([]);
  });

  it.each(ROUTES.filter(({ row }) => row).map((definition) => [definition.id, definition] as const))(
    'of a list is also to be had as CSV and as JSON lines, the same rows: %s',
    async (_id, definition) => {
      const request = await requestOf(definition, definition.examples[0]!);
      const as = async (accept: string) => server.inject({ ...request, headers: { ...request.headers, accept } });
      const { data } = (await as('application/json')).json<{ data: Record<string, unknown>[] }>();
      const lines = (await as('application/x-ndjson')).body.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(data);
      const csv = await as('text/csv');
      expect(csv.headers['content-type']).toContain('text/csv');
      expect(csv.body.split(/\r?\n/)[0]).toBe(Object.keys(data[0]!).join(','));
    },
  );
});
