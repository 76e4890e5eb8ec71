import { DqsError } from '@dqs/core';

import { DIALECTS } from '../sql/dialects.js';
import { tableNameParts } from '../sql/table-name.js';

/** A log in a database: a table, or what a query gives. */
export interface DatabaseSource {
  /** `postgres://user:password@host:port/database`; what it lacks is taken from the environment (`PGPASSWORD` …). */
  readonly url: string;
  /** The table, as in SQL: `checks`, `dwh.checks`, `dwh."my checks"`. */
  readonly table?: string | undefined;
  /** A query that gives the rows, instead of a table. */
  readonly query?: string | undefined;
}

/** A checked source. */
export interface OpenableSource {
  readonly url: string;
  readonly sql: string;
  /** What to call it in reports and errors: nothing in it is secret. */
  readonly name: string;
  /** Takes what is secret out of a text. */
  readonly redact: (text: string) => string;
}

/**
 * Checks a source.
 *
 * @throws DqsError `invalid-argument`; the address is not in it.
 */
export function checkSource({ url, table, query }: DatabaseSource): OpenableSource {
  const address = addressOf(url);
  if ((table === undefined) === (query === undefined)) {
    const got = table === undefined ? 'neither' : 'both';
    throw new DqsError(
      'invalid-argument',
      `expected either a table (--table) or a query (--query) to read, got ${got}`,
    );
  }
  const host = address.searchParams.get('host') ?? address.hostname;
  const place = `postgres://${host === '' ? 'localhost' : decoded(host)}${address.port === '' ? '' : `:${address.port}`}`;
  const what = table === undefined ? `query ${shortened(query!)}` : `table ${table}`;
  const sql = query ?? `SELECT * FROM ${tableSql(table!)}`;
  return { url, sql, name: `${place}${decoded(address.pathname)} ${what}`, redact: redactor(address) };
}

function addressOf(url: string): URL {
  const wanted = 'expected an address such as postgres://user@host:5432/database';
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    // Neither the text nor the cause: both hold the password.
    throw new DqsError('invalid-argument', `${wanted}, got one that cannot be read`);
  }
  if (['postgres:', 'postgresql:'].includes(address.protocol)) return address;
  throw new DqsError('invalid-argument', `${wanted}, got one that starts with ${address.protocol}`);
}

/** What follows FROM; each part of the name is quoted, so that nothing else can stand there. */
function tableSql(table: string): string {
  const parts = tableNameParts(table);
  if (parts === undefined) {
    const message = `expected a table such as checks or dwh."my checks", got ${JSON.stringify(table)}`;
    throw new DqsError('invalid-argument', message);
  }
  // As PostgreSQL reads a name without quotes.
  const names = parts.map(({ text, isQuoted }) => (isQuoted ? text : text.toLowerCase()));
  return names.map(DIALECTS.postgres.name).join('.');
}

/** Secrets in a text become stars, however they are written. */
function redactor(address: URL): (text: string) => string {
  const given = [address.password, ...['password', 'sslpassword'].map((name) => address.searchParams.get(name) ?? '')];
  const secrets = [...given, ...given.map(decoded), process.env['PGPASSWORD'] ?? ''].filter((secret) => secret !== '');
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shortened(query: string): string {
  const line = query.replace(/\s+/g, ' ').trim();
  return line.length <= 80 ? line : `${line.slice(0, 80)}…`;
}
