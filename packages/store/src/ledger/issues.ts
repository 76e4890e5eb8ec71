import type { Arm, Issue } from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { lockToTheEnd } from '../database/lock.js';
import { storedKey } from '../text/stored-key.js';
import { storedText, textOfStored } from '../text/stored-text.js';

/** A row of `dqs.issue`. */
interface IssueRow {
  readonly issue: number;
  readonly issued_at: number;
  readonly known_at: number;
  readonly arm: Arm;
  readonly model: string;
  readonly version: string;
  readonly catalog_digest: string;
  readonly flag_names: readonly string[];
}

/** The number of what forecasts have in common, which is given to an issue that has none. */
export async function issueNumber(client: PoolClient, issue: Issue): Promise<number> {
  const { issuedAt, knownAt, arm, model, version, catalogDigest, flagNames } = issue;
  const key = storedKey([issuedAt, knownAt, arm, model, version, catalogDigest, flagNames]);
  const known = 'SELECT issue FROM dqs.issue WHERE key = $1';
  const { rows } = await client.query<{ issue: number }>(known, [key]);
  if (rows[0] !== undefined) return rows[0].issue;
  await lockToTheEnd(client, 'dqs.issue');
  const texts = [arm, model, version, catalogDigest].map(storedText);
  await client.query(
    `INSERT INTO dqs.issue SELECT (SELECT coalesce(max(issue), 0) + 1 FROM dqs.issue), $1, $2, $3, $4, $5, $6, $7, $8
     ON CONFLICT (key) DO NOTHING`,
    [key, issuedAt, knownAt, ...texts, flagNames.map(storedText)],
  );
  return (await client.query<{ issue: number }>(known, [key])).rows[0]!.issue;
}

/** Which issues a query asks for. */
export interface IssueFilter {
  /** Issued up to this time. */
  readonly knownAt?: number;
  readonly arms?: readonly Arm[];
}

/** The numbers of the issues that a query asks for; undefined if it asks for all. */
export async function askedIssues(
  client: PoolClient,
  { knownAt, arms }: IssueFilter,
): Promise<readonly number[] | undefined> {
  if (knownAt === undefined && arms === undefined) return undefined;
  const { rows } = await client.query<{ issue: number }>(
    'SELECT issue FROM dqs.issue WHERE ($1::bigint IS NULL OR issued_at <= $1) AND ($2::text[] IS NULL OR arm = ANY($2))',
    [wholeTime(knownAt), arms === undefined ? null : [...arms]],
  );
  return rows.map(({ issue }) => issue);
}

/** The issues of some numbers, in their order. */
export async function issuesOf(client: PoolClient, numbers: readonly number[]): Promise<readonly Issue[]> {
  const { rows } = await client.query<IssueRow>('SELECT * FROM dqs.issue WHERE issue = ANY($1)', [numbers]);
  const issues = new Map(rows.map((row) => [row.issue, issueOf(row)]));
  return numbers.map((number) => issues.get(number)!);
}

/** A time as the database knows it; null if there is no limit. */
export function wholeTime(time: number | undefined): number | null {
  return time === undefined || time > Number.MAX_SAFE_INTEGER
    ? null
    : Math.max(Math.floor(time), Number.MIN_SAFE_INTEGER);
}

function issueOf(row: IssueRow): Issue {
  return {
    issuedAt: row.issued_at,
    knownAt: row.known_at,
    arm: row.arm,
    model: textOfStored(row.model),
    version: textOfStored(row.version),
    catalogDigest: textOfStored(row.catalog_digest),
    flagNames: row.flag_names.map(textOfStored),
  };
}
