import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

import type { AuditedAct } from '@dqs/runtime';
import type { PageTable } from '@dqs/runtime/pages';
import type { Action, Principal } from '@dqs/runtime/serving';
import type * as z from 'zod';

import type { Services } from '../services.js';
import type { ServedAlerting } from '../v1/alerting-view.js';

/**
 * Changes what alerting remembers; the entry in the audit log that says so is part of the same transaction, and so is what else is to
 * be changed, which is told the transaction if there is one.
 */
export type AlertingChange = <T>(
  about: Pick<AuditedAct, 'targets' | 'after'>,
  work: (alerting: ServedAlerting) => Promise<T>,
  also?: (within: unknown) => Promise<void>,
) => Promise<T>;

/** A request that was checked. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  /** Of a route that takes lines, the stream of them. */
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
  readonly principal: Principal;
  readonly services: Services;
  /** For routes that say `isOneChange`. */
  readonly changeAlerting: AlertingChange;
  /** Fires when whoever asked has gone. */
  readonly signal: AbortSignal;
}

/** Rows of a list, which are written as JSON, CSV or JSON lines, as the caller accepts them. */
export interface Rows {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/** What a route answers. */
export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written as JSON. */
  readonly body?: unknown;
  readonly list?: Rows;
  /** Of a route of tables, written as CSV. */
  readonly table?: PageTable;
  /** Of a route that streams, texts of Server-Sent Events. */
  readonly stream?: Readable;
}

/** A request that the document shows and a test sends. */
export interface RouteExample {
  /** What it shows, in a few words. */
  readonly summary: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or the text of lines. */
  readonly body?: unknown;
}

/** How an answer looks. */
export interface RouteAnswer {
  readonly description: string;
  readonly schema: z.ZodType;
}

/** A route: what is served, described, checked and tested follows from it alone. */
export interface RouteDefinition {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters in braces: `/api/v1/models/{model}`. */
  readonly path: string;
  readonly tag:
    | 'health'
    | 'inference'
    | 'series'
    | 'forecasts'
    | 'results'
    | 'ledger'
    | 'models'
    | 'alerts'
    | 'jobs'
    | 'retrainings'
    | 'policies'
    | 'keys'
    | 'audit'
    | 'events'
    | 'webhooks'
    | 'pages'
    | 'about';
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** What it does, as far as access is concerned; undefined where nobody is asked for a key. */
  readonly action?: Action;
  /** Whether it concerns all tenants at once, so that nobody is let in who is limited to some. @default false */
  readonly everyTenant?: boolean;
  /** What it is called in the audit log; of every route that changes something. */
  readonly audit?: string;
  /**
   * Whether all that it does is one change of the database, which its handler makes together with the entry in the audit log. Any
   * other is begun in the log, and closed. @default false
   */
  readonly isOneChange?: boolean;
  /** Whether it only asks, with what is too long for an address: nothing changes, and it may be sent as often as one likes. @default false */
  readonly asks?: boolean;
  /** Whether it answers with Server-Sent Events, for as long as the caller likes. @default false */
  readonly streams?: boolean;
  /** Whether it answers with a table as CSV. @default false */
  readonly isTable?: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Whether a request without a body is one with an empty one. @default false */
  readonly isBodyOptional?: boolean;
  /** Reads the usual bodies as the schema does, sooner; undefined for any other, about which the schema is asked. */
  readonly readBody?: (body: unknown) => unknown;
  /** Whether the body is lines (`application/x-ndjson`), handed on as a stream. @default false */
  readonly takesLines?: boolean;
  /** Most bytes of a body. @default that of the server */
  readonly bodyLimit?: number;
  /** By status. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Of a list, the fields of a row: it is to be had as JSON, CSV and JSON lines. */
  readonly row?: z.ZodObject;
  readonly examples: readonly RouteExample[];
  readonly handle: (call: Call) => Promise<Answer> | Answer;
}

/** Whether a request may be sent again with an `Idempotency-Key`: it has an effect, and no way of its own to be repeated. */
export function isRepeatable({ method, action, takesLines = false, asks = false }: RouteDefinition): boolean {
  return method !== 'GET' && action !== undefined && action !== 'forecast' && !takesLines && !asks;
}

/** Whether a request only reads, so that it may be answered again where the store was away; health is told as it is. */
export function isReading({ method, action, asks = false, streams = false, audit }: RouteDefinition): boolean {
  return (method === 'GET' || asks) && action !== undefined && !streams && audit === undefined;
}

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Declares a route whose handler gets what its schemas make of a request. */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  L extends boolean = false,
>(
  definition: Omit<RouteDefinition, 'handle' | 'params' | 'query' | 'body' | 'takesLines'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly takesLines?: L;
    readonly handle: (
      call: Call<Output<P>, Output<Q>, L extends true ? Readable : Output<B>>,
    ) => Promise<Answer> | Answer;
  },
): RouteDefinition {
  return definition as unknown as RouteDefinition;
}
