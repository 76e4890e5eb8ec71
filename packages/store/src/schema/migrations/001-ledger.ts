import type { Migration } from '../migration.js';

const SERIES = `
  CREATE TABLE dqs.series (
    series integer PRIMARY KEY,
    key bytea NOT NULL UNIQUE,
    tenant_id text NOT NULL,
    dataset_uuid text NOT NULL,
    rule_code text NOT NULL,
    dataset_name text NOT NULL,
    level text NOT NULL,
    source text NOT NULL
  );
  CREATE TABLE dqs.cursor (name text PRIMARY KEY, position bigint NOT NULL);`;

const FORECASTS = `
  CREATE TABLE dqs.issue (
    issue integer PRIMARY KEY,
    key bytea NOT NULL UNIQUE,
    issued_at bigint NOT NULL,
    known_at bigint NOT NULL,
    arm text NOT NULL,
    model text NOT NULL,
    version text NOT NULL,
    catalog_digest text NOT NULL,
    flag_names text[] NOT NULL
  );
  CREATE TABLE dqs.forecast (
    target_day integer NOT NULL,
    id uuid NOT NULL,
    series integer NOT NULL,
    issue integer NOT NULL,
    as_of_day integer NOT NULL,
    flags integer NOT NULL,
    predicted_pass_percentage double precision NOT NULL,
    expected_pass_percentage double precision NOT NULL,
    lower_80 double precision NOT NULL,
    upper_80 double precision NOT NULL,
    lower_95 double precision NOT NULL,
    upper_95 double precision NOT NULL,
    target_percentage double precision NOT NULL,
    p_below_target double precision NOT NULL,
    executions double precision NOT NULL,
    naive_pass_percentage double precision,
    distribution bytea NOT NULL,
    PRIMARY KEY (target_day, id)
  ) PARTITION BY RANGE (target_day);
  CREATE INDEX forecast_of_series ON dqs.forecast (series, target_day);`;

const ACTUALS = `
  CREATE TABLE dqs.entry (entry integer PRIMARY KEY, arrived_at bigint NOT NULL, delivery text NOT NULL);
  CREATE TABLE dqs.actual (
    day integer NOT NULL,
    series integer NOT NULL,
    entry integer NOT NULL,
    passes integer NOT NULL,
    fails integer NOT NULL,
    errors integer NOT NULL,
    PRIMARY KEY (day, series, entry)
  ) PARTITION BY RANGE (day);
  CREATE TABLE dqs.intervention (
    day integer NOT NULL,
    series integer NOT NULL,
    at bigint NOT NULL,
    by text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (day, series)
  );`;

const GRADES = `
  CREATE TABLE dqs.grade (
    target_day integer NOT NULL,
    id uuid NOT NULL,
    revision integer NOT NULL,
    known_from bigint NOT NULL,
    executions integer NOT NULL,
    actual double precision,
    error double precision,
    crps double precision,
    pinball double precision,
    pit double precision,
    brier double precision,
    naive_error double precision,
    naive_brier double precision,
    marks integer NOT NULL,
    PRIMARY KEY (target_day, id, revision)
  ) PARTITION BY RANGE (target_day);
  COMMENT ON COLUMN dqs.grade.marks IS '1 within the interval of 80 %, 2 of 95 %, 4 below the target, 8 live; added up';
  CREATE TABLE dqs.aggregate_group (
    "group" integer PRIMARY KEY,
    key bytea NOT NULL UNIQUE,
    arm text NOT NULL,
    model text NOT NULL,
    version text NOT NULL,
    live boolean NOT NULL,
    tenant_id text NOT NULL,
    rule_code text NOT NULL,
    level text NOT NULL,
    source text NOT NULL
  );
  CREATE TABLE dqs.aggregate (
    day integer NOT NULL,
    "group" integer NOT NULL,
    known_from bigint NOT NULL,
    statistics bytea NOT NULL,
    PRIMARY KEY (day, "group", known_from)
  );
  COMMENT ON COLUMN dqs.aggregate.statistics IS 'AGGREGATE_STATISTICS, each eight bytes, little-endian'`;

/**
 * The ledger: what was forecast, what came, the grades of both. Days are days since 1970, times milliseconds. Texts are as
 * `storedText` writes them; `key` is the sha256 of what must be unique, since an index holds no long texts.
 */
export const LEDGER: Migration = {
  version: 1,
  name: 'ledger',
  tables: [
    'series',
    'cursor',
    'issue',
    'forecast',
    'entry',
    'actual',
    'intervention',
    'grade',
    'aggregate_group',
    'aggregate',
  ],
  async up(client) {
    for (const statements of [SERIES, FORECASTS, ACTUALS, GRADES]) await client.query(statements);
  },
};
