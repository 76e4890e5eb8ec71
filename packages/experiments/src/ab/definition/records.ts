import { keepsAllNames, NAME_NOT_KEPT, parseDay } from '@dqs/core';
import { z } from 'zod';

import { DEFINITION_SCHEMA, type ExperimentDefinition } from './experiment.js';

const day = z.string().refine((text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseDay(text) !== undefined, {
  message: 'expected a calendar date as YYYY-MM-DD',
});
const text = z.string().min(1);

/** Something that happened to an experiment as a whole. */
export type ExperimentEvent =
  | { readonly type: 'created'; readonly at: string; readonly definition: ExperimentDefinition }
  /** From that day on a different share of the units is treated. */
  | { readonly type: 'ramped'; readonly at: string; readonly day: string; readonly share: number }
  | { readonly type: 'stopped'; readonly at: string; readonly reason: string };

/** A unit was served by an arm on a day. */
export interface Exposure {
  readonly unit: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly arm: string;
}

/** What one version did with one request. */
export interface ArmOutcome {
  /** The quantity to minimise, such as the absolute error in percentage points; absent if unknown. */
  readonly loss?: number;
  /** CRPS of the forecast as a distribution, in the unit of the loss; absent if it was none. */
  readonly crps?: number;
  /** Milliseconds. */
  readonly latencyMs?: number;
  /** True if the version failed to answer. */
  readonly failed?: boolean;
}

/** The outcome of one request by arm; in shadow mode with every arm, in split mode with the one that served. */
export interface ExperimentOutcome {
  readonly unit: string;
  /** `YYYY-MM-DD`: the day whose effect this outcome shares. */
  readonly day: string;
  /**
   * Distinguishes several requests of a unit and day; a record of the same unit, day and request replaces the earlier
   * one.
   */
  readonly request?: string;
  readonly segment?: string;
  readonly arms: Readonly<Record<string, ArmOutcome>>;
}

/** Checks events read from a log. */
export const EVENT_SCHEMA: z.ZodType<ExperimentEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created'), at: text, definition: DEFINITION_SCHEMA }),
  z.object({ type: z.literal('ramped'), at: text, day, share: z.number().min(0).max(1) }),
  z.object({ type: z.literal('stopped'), at: text, reason: z.string() }),
]);

/** Checks exposures read from a log. */
export const EXPOSURE_SCHEMA: z.ZodType<Exposure> = z.object({ unit: text, day, arm: text });

/** Checks outcomes read from a log or given by a user. */
export const OUTCOME_SCHEMA: z.ZodType<ExperimentOutcome> = z.strictObject({
  unit: text,
  day,
  request: text.optional(),
  segment: text.optional(),
  arms: z
    .unknown()
    .refine(keepsAllNames, NAME_NOT_KEPT)
    .pipe(
      z.record(
        text,
        z.strictObject({
          loss: z.number().min(0).optional(),
          crps: z.number().min(0).optional(),
          latencyMs: z.number().min(0).optional(),
          failed: z.boolean().optional(),
        }),
      ),
    ),
});
