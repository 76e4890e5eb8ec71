import type { Migration } from '../migration.js';

const ALERTINGS = `
  CREATE TABLE dqs.alerting (key bytea PRIMARY KEY, name text NOT NULL, version bigint NOT NULL, state text NOT NULL);
  CREATE TABLE dqs.alerting_step (
    alerting bytea NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    eventful boolean NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (alerting, version)
  );
  CREATE INDEX alerting_step_at ON dqs.alerting_step (alerting, at);
  CREATE TABLE dqs.alerting_incident (
    alerting bytea NOT NULL,
    key bytea NOT NULL,
    id text NOT NULL,
    state text NOT NULL,
    opened_at bigint NOT NULL,
    content text NOT NULL,
    PRIMARY KEY (alerting, key)
  );
  CREATE INDEX alerting_incident_opened ON dqs.alerting_incident (alerting, opened_at);`;

/** The end of a silence, and that a mark was taken back, are all that ever changes of them. */
const SAYINGS = `
  CREATE TABLE dqs.alerting_silence (
    alerting bytea NOT NULL,
    id text NOT NULL,
    number bigint NOT NULL UNIQUE,
    content text NOT NULL,
    ended_at bigint,
    ended_by text,
    PRIMARY KEY (alerting, id)
  );
  CREATE TABLE dqs.alerting_mark (
    alerting bytea NOT NULL,
    id text NOT NULL,
    number bigint NOT NULL UNIQUE,
    series bytea NOT NULL,
    content text NOT NULL,
    ended_at bigint,
    ended_by text,
    PRIMARY KEY (alerting, id)
  );
  CREATE INDEX alerting_mark_of_series ON dqs.alerting_mark (alerting, series);`;

/** Keys of messages, receivers and subjects are of one alerting: each has an outbox of its own. */
const OUTBOX = `
  CREATE TABLE dqs.outbox_message (
    number bigint PRIMARY KEY,
    alerting bytea NOT NULL,
    key bytea NOT NULL UNIQUE,
    receiver bytea NOT NULL,
    subject bytea NOT NULL,
    is_incident boolean NOT NULL,
    anew boolean NOT NULL,
    content text NOT NULL,
    created_at bigint NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    first_attempt_at bigint,
    due_at bigint NOT NULL,
    why text,
    lease uuid,
    lease_until bigint NOT NULL
  );
  CREATE INDEX outbox_message_lane ON dqs.outbox_message (receiver, subject, number);
  CREATE INDEX outbox_message_subject ON dqs.outbox_message (subject, number);
  CREATE INDEX outbox_message_waiting ON dqs.outbox_message (alerting, receiver, subject, number)
    WHERE state = 'waiting';
  CREATE INDEX outbox_message_dead ON dqs.outbox_message (alerting, number) WHERE state = 'dead';
  CREATE TABLE dqs.outbox_handle (
    receiver bytea NOT NULL,
    subject bytea NOT NULL,
    handle text NOT NULL,
    PRIMARY KEY (receiver, subject)
  );
  CREATE TABLE dqs.outbox_receiver (
    receiver bytea PRIMARY KEY,
    alerting bytea NOT NULL,
    name text NOT NULL,
    off_at bigint,
    off_why text
  );`;

/**
 * Alerting: where it stands, what it did, its incidents, what people said, and the messages on their way. `content` and `state`
 * of an alerting are JSON, times milliseconds since 1970, names and keys as in the ledger.
 */
export const ALERTING: Migration = {
  version: 3,
  name: 'alerting',
  tables: [
    'alerting',
    'alerting_step',
    'alerting_incident',
    'alerting_silence',
    'alerting_mark',
    'outbox_message',
    'outbox_handle',
    'outbox_receiver',
  ],
  async up(client) {
    for (const statements of [ALERTINGS, SAYINGS, OUTBOX]) await client.query(statements);
  },
};
