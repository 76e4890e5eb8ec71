import { ARMS, GRADE_STATUS, type GradeStatus } from '@dqs/ledger';
import * as z from 'zod';

import { FORECAST_FIELDS } from './fields.js';

const number = z.number().nullable();
const truth = z.boolean().nullable();

/** What identifies a forecast that was issued. */
const ISSUE_FIELDS = {
  forecast_id: z.string(),
  arm: z.enum(ARMS),
  model: z.string(),
  issued_at: z.iso.datetime(),
  known_at: z.iso.datetime(),
  catalog_digest: z.string(),
};

/** A forecast that was issued. */
export const ISSUED = z.strictObject({ ...ISSUE_FIELDS, ...FORECAST_FIELDS });

/** A forecast that was issued and its grade, as `GRADED_COLUMNS` of the ledger has them. */
export const GRADED = z.strictObject({
  ...ISSUED.shape,
  status: z.enum(Object.keys(GRADE_STATUS) as [GradeStatus, ...GradeStatus[]]),
  standing: z.enum(['live', 'backfill']),
  revision: z.int().nullable(),
  graded_from: z.iso.datetime().nullable(),
  actual_executions: number,
  actual_pass_percentage: number,
  error: number,
  absolute_error: number,
  crps: number,
  pinball: number,
  covered_80: truth,
  covered_95: truth,
  below_target: truth,
  pit: number,
  brier: number,
  naive_error: number,
  naive_brier: number,
});

/** Names of the fields of {@link ISSUED}, in their order. */
export const ISSUED_NAMES: readonly string[] = Object.keys(ISSUED.shape);
