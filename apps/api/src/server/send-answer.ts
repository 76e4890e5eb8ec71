import { createHash } from 'node:crypto';

import { CsvWriter, type CsvValue } from '@dqs/core';
import type { PageTable } from '@dqs/runtime/pages';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Answer, RouteDefinition, Rows } from '../routes/route.js';
import { Compressed, isCompressible } from './compressed.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const CSV_TYPE = 'text/csv; charset=utf-8; header=present';
const LINES_TYPE = 'application/x-ndjson; charset=utf-8';

/** Writes an answer: lists in the form that is accepted, documents as JSON, with a mark of what they say. */
export function sendAnswer(
  definition: RouteDefinition,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): FastifyReply | Promise<FastifyReply> {
  const { status = 200, headers = {}, body, list, table, stream } = answer;
  reply.code(status).headers(headers);
  if (stream) return reply.type('text/event-stream; charset=utf-8').send(stream);
  if (list) return sendRows(definition, request, reply, list);
  if (table) return sendMarked(request, reply.type(CSV_TYPE), tableText(table));
  if (body === undefined) return reply.send();
  const text = TEXTS.get(body as object) ?? JSON.stringify(body);
  reply.type(JSON_TYPE);
  return definition.method === 'GET' && definition.action
    ? sendMarked(request, reply, text)
    : reply.send(contentOf(text));
}

/** Texts of contents that several get at once. */
const TEXTS = new WeakMap<object, string>();

/** A content that does not change any more and that several may get: its text is made once. */
export function shared<T extends object>(body: T): T {
  if (!TEXTS.has(body)) TEXTS.set(body, JSON.stringify(body));
  return body;
}

function sendRows(
  definition: RouteDefinition,
  request: FastifyRequest,
  reply: FastifyReply,
  list: Rows,
): FastifyReply | Promise<FastifyReply> {
  const type = acceptedType(request.headers.accept);
  reply.header('vary', 'Accept');
  if (list.next !== null) reply.header('link', `<${nextPage(request.url, list.next)}>; rel="next"`);
  reply.type(type);
  return request.method === 'POST'
    ? reply.send(contentOf(rowsText(type, list, definition.row)))
    : sendMarked(request, reply, rowsText(type, list, definition.row));
}

/** Who has the same already is spared the content; who has not gets a long text compressed, if they take it so. */
function sendMarked(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply | Promise<FastifyReply> {
  const own = reply.getHeader('etag') as string | undefined;
  const etag = own ?? etagOf(text);
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known !== undefined && listsTag(known, etag)) return reply.code(304).removeHeader('content-type').send();
  // A mark of its own names a revision, not a text, and is compared byte by byte when it comes back.
  if (own !== undefined || !isCompressible(text, request.headers['accept-encoding'])) {
    return reply.send(contentOf(text));
  }
  return sendCompressed(reply, etag, text);
}

const COMPRESSED = new Compressed();

/** The same mark in its weak form: what it says is equal, its bytes are not. */
async function sendCompressed(reply: FastifyReply, etag: string, text: string): Promise<FastifyReply> {
  const content = await COMPRESSED.of(etag, text);
  const vary = reply.getHeader('vary') as string | undefined;
  return reply
    .header('etag', `W/${etag}`)
    .header('vary', vary === undefined ? 'Accept-Encoding' : `${vary}, Accept-Encoding`)
    .header('content-encoding', 'gzip')
    .send(content);
}

/** Texts from this length on are sent as bytes. */
const LONG = 16_384;

/** A short text is sent with its headers in one piece; of a long one, Node would make the bytes twice: to count and to write them. */
function contentOf(text: string): string | Buffer {
  return text.length < LONG ? text : Buffer.from(text);
}

/** The mark of a text: equal for equal texts. */
function etagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

/** Whether a list of marks, as `If-Match` and `If-None-Match` have them, names one. */
export function listsTag(list: string, etag: string): boolean {
  return list
    .slice(0, 4000)
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

function acceptedType(accept = ''): string {
  if (accept.includes('text/csv')) return CSV_TYPE;
  return accept.includes('application/x-ndjson') ? LINES_TYPE : JSON_TYPE;
}

function rowsText(type: string, { rows, next }: Rows, row: RouteDefinition['row']): string {
  if (type === JSON_TYPE) return JSON.stringify({ data: rows, next_cursor: next });
  if (type === LINES_TYPE) return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const csv = new CsvWriter({ keepBlanks: true });
  const names = Object.keys(row?.shape ?? {});
  return [csv.record(names), ...rows.map((row) => csv.record(names.map((name) => csvValue(row[name]))))].join('');
}

function tableText({ columns, rows }: PageTable): string {
  const csv = new CsvWriter({ keepBlanks: true });
  return [columns.map(({ name }) => name), ...rows.map((row) => row.map(csvValue))]
    .map((row) => csv.record(row))
    .join('');
}

/** Lists are separated by blanks, as in all our files; objects are JSON. */
function csvValue(value: unknown): CsvValue {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(' ');
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as CsvValue);
}

function nextPage(url: string, cursor: string): string {
  const at = url.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  query.set('cursor', cursor);
  return `${at < 0 ? url : url.slice(0, at)}?${query.toString()}`;
}
