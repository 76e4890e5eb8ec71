import { DqsError, type DailyPanel, type KeyTextCounts, type SeriesFact } from '@dqs/core';
import * as z from 'zod/mini';

import type { EventRecord } from '../importers/tool/event-ledger.js';

/** A log contained in a saved panel. */
export interface PanelSource {
  /** Its name when it was read. */
  readonly path: string;
  /** sha256 of its bytes, in hex. */
  readonly sha256: string;
  /** Rows that were used. */
  readonly rows: number;
}

/** What a panel knows beside its counts and the logs in it. */
export interface PanelExtras {
  /** What tools tell of its series. */
  readonly facts?: readonly SeriesFact[] | undefined;
  /** The executions by tools that it contains. */
  readonly events?: EventRecord | undefined;
}

/** The metadata of the Parquet file. */
export interface PanelMetadata extends PanelExtras {
  readonly levels: KeyTextCounts;
  readonly failedAttributes: KeyTextCounts;
  readonly sources: readonly PanelSource[];
}

/** Key of the file metadata that marks a Parquet file as a saved panel. */
export const PANEL_METADATA_KEY = 'dqs_panel';

/**
 * Version 2 has the columns of version 1, whose keys told the tenant already; programs of that time would add up the
 * results of all tenants of a dataset, so they must not read it.
 */
const FORMAT = 'dqs-panel-parquet/2';
const READ_FORMATS = ['dqs-panel-parquet/1', FORMAT] as const;

const count = z.int().check(z.nonnegative());

const textCounts = z.object({
  key: z.array(count),
  text: z.array(z.string()),
  count: z.array(count),
});

/** What a tool told of a series, as it is stored. */
export const factSchema = z.object({
  source: z.string(),
  tenantId: z.string(),
  datasetUuid: z.string(),
  datasetName: z.string(),
  ruleCode: z.string(),
  owner: z.optional(z.string()),
  tags: z.optional(z.array(z.string())),
  severity: z.optional(z.string()),
  tool: z.optional(z.string()),
  description: z.optional(z.string()),
  runbook: z.optional(z.string()),
  rows: z.optional(z.number()),
});

const eventsSchema = z.object({
  checks: z.string(),
  sets: z.array(z.object({ spans: z.array(count), runs: z.string() })),
});

const metadataSchema = z.object({
  format: z.literal(READ_FORMATS),
  levels: textCounts,
  failedAttributes: textCounts,
  sources: z.array(z.object({ path: z.string(), sha256: z.string(), rows: count })),
  facts: z.optional(z.array(factSchema)),
  events: z.optional(eventsSchema),
});

/** The metadata of a panel as text. */
export function encodeMetadata(
  panel: DailyPanel,
  sources: readonly PanelSource[],
  { facts = [], events }: PanelExtras = {},
): string {
  const plain = ({ key, text, count }: KeyTextCounts) => ({ key: [...key], text, count: [...count] });
  const { levels, failedAttributes } = panel;
  const named = sources.map(({ path, sha256, rows }) => ({ path, sha256, rows }));
  return JSON.stringify({
    format: FORMAT,
    levels: plain(levels),
    failedAttributes: plain(failedAttributes),
    sources: named,
    ...(facts.length === 0 ? {} : { facts }),
    ...(events === undefined ? {} : { events }),
  });
}

/**
 * Reads what {@link encodeMetadata} wrote.
 *
 * @throws DqsError `panel-invalid`.
 */
export function decodeMetadata(text: string, path: string): PanelMetadata {
  const parsed = metadataSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new DqsError(
      'panel-invalid',
      `expected a panel of format ${FORMAT} in ${path}; ${z.prettifyError(parsed.error)}`,
      {
        details: { path },
      },
    );
  }
  const { levels, failedAttributes, sources, facts, events } = parsed.data;
  const typed = ({ key, text: texts, count }: z.infer<typeof textCounts>) => ({
    key: Int32Array.from(key),
    text: texts,
    count: Int32Array.from(count),
  });
  return { levels: typed(levels), failedAttributes: typed(failedAttributes), sources, facts, events } as PanelMetadata;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
