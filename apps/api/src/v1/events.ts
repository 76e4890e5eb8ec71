import { Readable } from 'node:stream';

import type { EventFeed } from '@dqs/runtime/serving';
import * as z from 'zod';

import type { Readiness } from '../health/routes.js';
import { route, type Call, type RouteDefinition } from '../routes/route.js';
import { served } from '../services.js';
import { timeText } from './fields.js';

/** A connection that says nothing is taken for dead by what stands between. */
const HEARTBEAT_MS = 15_000;
const NUMBER = /^\d{1,15}$/;

type Told = NonNullable<Awaited<ReturnType<ReturnType<EventFeed['follow']>['next']>>['value']>;

/** What happens, as it happens. */
export function eventRoutes({ isDraining }: Readiness): readonly RouteDefinition[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1/events',
      id: 'followEvents',
      tag: 'events',
      summary: 'Events as they happen (Server-Sent Events)',
      description:
        'Each has its number as `id`, its type as `event` and a JSON object as `data`: number, at, type, tenant, subject, data. ' +
        '`Last-Event-ID` goes on after that number, so that a connection that was lost misses nothing. Who is limited to tenants ' +
        'is told of these alone.',
      action: 'read',
      streams: true,
      headers: z.object({
        'last-event-id': z
          .string()
          .regex(NUMBER, 'expected the id of an event')
          .optional()
          .describe('The last id that was seen'),
      }),
      query: z.strictObject({
        after: z.coerce.number().int().min(0).max(999_999_999_999_999).optional().describe('As Last-Event-ID'),
        follow: z.enum(['true', 'false']).default('true').describe('Whether to wait for more once all is told'),
      }),
      answers: { 200: { description: 'Events', schema: z.string() } },
      examples: [{ summary: 'all there are', query: { after: '0', follow: 'false' } }],
      handle: (call) => ({
        headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        stream: Readable.from(textsOf(call, call.query, isDraining), { objectMode: true, highWaterMark: 1 }),
      }),
    }),
  ];
}

async function* textsOf(
  { services, principal, headers, signal }: Call,
  { after, follow }: { readonly after?: number; readonly follow: string },
  isOver: () => boolean,
): AsyncGenerator<string> {
  const seen = headers['last-event-id'];
  const feed = served(services.events, 'a database');
  const following = {
    ...(principal.tenants && { tenants: principal.tenants }),
    // What happens once the answer has begun is told.
    ...{ after: (seen === undefined ? after : Number(seen)) ?? (await feed.latest()), waits: follow === 'true' },
    ...{ isOver, signal, heartbeatMs: HEARTBEAT_MS },
  };
  yield 'retry: 2000\n\n';
  for await (const event of feed.follow(following)) {
    // Whoever is told asks for pages at once, and shall not get what was made before.
    if (event !== null) services.pages?.lookAgain(event.number);
    yield event === null ? ':\n\n' : textOf(event);
  }
}

/** JSON has no line ends; a type with one would begin another field. */
function textOf({ number, at, type, tenant = null, subject, data }: Told): string {
  const shown = { number, at: timeText(at), type, tenant, subject, data };
  return `id: ${number}\nevent: ${type.replace(/[\r\n]/g, ' ')}\ndata: ${JSON.stringify(shown)}\n\n`;
}
