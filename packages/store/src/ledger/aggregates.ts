import {
  AGGREGATE_STATISTICS,
  gatherAggregates,
  type AggregateGroup,
  type AggregateQuery,
  type Arm,
  type DailyAggregates,
} from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { copyIn, copyOut } from '../copy/copy.js';
import type { RowReader } from '../copy/row-reader.js';
import { lockToTheEnd } from '../database/lock.js';
import { wholeTime } from './issues.js';
import { all, dayTerm, listTerm } from './query-terms.js';
import { storedKey } from '../text/stored-key.js';
import { storedText, textOfStored } from '../text/stored-text.js';

const WIDTH = AGGREGATE_STATISTICS.length;
const BYTES = 8;

/** A row of `dqs.aggregate_group`. */
interface GroupRow {
  readonly group: number;
  readonly arm: Arm;
  readonly model: string;
  readonly version: string;
  readonly live: boolean;
  readonly tenant_id: string;
  readonly rule_code: string;
  readonly level: string;
  readonly source: string;
}

/** Replaces the aggregates of a day. */
export async function writeAggregates(client: PoolClient, day: number, aggregates: DailyAggregates): Promise<void> {
  const numbers = await groupNumbers(client, aggregates.groups);
  await client.query('DELETE FROM dqs.aggregate WHERE day = $1', [day]);
  const { group, knownFrom, values } = aggregates;
  const statistics = Buffer.alloc(WIDTH * BYTES);
  await copyIn(client, 'dqs.aggregate (day, "group", known_from, statistics)', group.length, (writer, row) => {
    for (let i = 0; i < WIDTH; i += 1) statistics.writeDoubleLE(values[row * WIDTH + i]!, i * BYTES);
    writer.row(4);
    writer.int4(aggregates.day[row]!);
    writer.int4(numbers[group[row]!]!);
    writer.int8(knownFrom[row]!);
    writer.bytes(statistics);
  });
}

async function groupNumbers(client: PoolClient, groups: readonly AggregateGroup[]): Promise<readonly number[]> {
  const keys = groups.map(keyOf);
  const read = async () => {
    const { rows } = await client.query<{ group: number; key: Buffer }>(
      'SELECT "group", key FROM dqs.aggregate_group WHERE key = ANY($1)',
      [keys],
    );
    return new Map(rows.map(({ group, key }) => [key.toString('hex'), group]));
  };
  let known = await read();
  if (keys.some((key) => !known.has(key.toString('hex')))) {
    await addGroups(client, groups, keys);
    known = await read();
  }
  return keys.map((key) => known.get(key.toString('hex'))!);
}

async function addGroups(client: PoolClient, groups: readonly AggregateGroup[], keys: readonly Buffer[]) {
  await lockToTheEnd(client, 'dqs.aggregate_group');
  const texts = (of: (group: AggregateGroup) => string) => groups.map((group) => storedText(of(group)));
  await client.query(
    `INSERT INTO dqs.aggregate_group ("group", key, arm, model, version, live, tenant_id, rule_code, level, source)
     SELECT (SELECT coalesce(max("group"), 0) FROM dqs.aggregate_group) + row_number() OVER (), given.*
     FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[])
       AS given (key, arm, model, version, live, tenant_id, rule_code, level, source)
     WHERE NOT EXISTS (SELECT FROM dqs.aggregate_group AS known WHERE known.key = given.key)`,
    [
      keys,
      texts(({ arm }) => arm),
      texts(({ model }) => model),
      texts(({ version }) => version),
      groups.map(({ live }) => live),
      texts(({ tenantId }) => tenantId),
      texts(({ ruleCode }) => ruleCode),
      texts(({ level }) => level),
      texts(({ source }) => source),
    ],
  );
}

function keyOf({ arm, model, version, live, tenantId, ruleCode, level, source }: AggregateGroup): Buffer {
  return storedKey([arm, model, version, live, tenantId, ruleCode, level, source]);
}

/** The last version known of each group and day, in the order of a ledger. */
export async function readAggregates(client: PoolClient, query: AggregateQuery): Promise<DailyAggregates> {
  const groups = await readGroups(client, query);
  const [knownAt, knownAfter] = [wholeTime(query.knownAt), query.knownAfter];
  const asked = query.tenants === undefined && query.arms === undefined ? undefined : [...groups.keys()];
  const after = wholeTime(knownAfter);
  const where = all(
    dayTerm('day', query),
    asked && listTerm('"group"', asked),
    knownAt === null ? undefined : `known_from <= ${knownAt}`,
    // Before the last one is looked for: if any is later, so is the last, and of a settled month there is nothing to sort.
    after === null ? undefined : `known_from > ${after}`,
  );
  const reader = await copyOut(
    client,
    `SELECT DISTINCT ON (day, "group") day, "group", known_from, statistics FROM dqs.aggregate
     WHERE ${where} ORDER BY day, "group", known_from DESC`,
  );
  return gatherAggregates([aggregatesIn(reader, groups)], () => true);
}

async function readGroups(
  client: PoolClient,
  { tenants, arms }: AggregateQuery,
): Promise<ReadonlyMap<number, AggregateGroup>> {
  const { rows } = await client.query<GroupRow>(
    'SELECT * FROM dqs.aggregate_group WHERE ($1::text[] IS NULL OR tenant_id = ANY($1)) AND ($2::text[] IS NULL OR arm = ANY($2))',
    [tenants?.map(storedText) ?? null, arms === undefined ? null : [...arms]],
  );
  return new Map(rows.map((row) => [row.group, groupOf(row)]));
}

function groupOf(row: GroupRow): AggregateGroup {
  return {
    arm: row.arm,
    model: textOfStored(row.model),
    version: textOfStored(row.version),
    live: row.live,
    tenantId: textOfStored(row.tenant_id),
    ruleCode: textOfStored(row.rule_code),
    level: textOfStored(row.level),
    source: textOfStored(row.source),
  };
}

function aggregatesIn(reader: RowReader, known: ReadonlyMap<number, AggregateGroup>): DailyAggregates {
  const rows = reader.count();
  const [day, group, knownFrom] = [new Int32Array(rows), new Int32Array(rows), new Float64Array(rows)];
  const values = new Float64Array(rows * WIDTH);
  const numbers = [...known.keys()];
  const places = new Map(numbers.map((number, place) => [number, place]));
  for (let row = 0; reader.next(); row += 1) {
    day[row] = reader.int4();
    group[row] = places.get(reader.int4())!;
    knownFrom[row] = reader.int8();
    const statistics = reader.bytes();
    for (let i = 0; i < WIDTH; i += 1) values[row * WIDTH + i] = statistics.readDoubleLE(i * BYTES);
  }
  return { day, group, groups: [...known.values()], knownFrom, values };
}
