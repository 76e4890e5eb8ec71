import { z } from 'zod';

import { PART_DAYS } from '../schema/partitions.js';

/** The first line of a backup, unpacked. */
export const SIGNATURE = 'dqs-store-backup 1';
/** Largest part and largest manifest of a backup, in bytes. */
export const MAX_PART_BYTES = 16 * 1024 * 1024;

const count = z.number().int().nonnegative();

/** What a backup holds: its last record. */
export const MANIFEST = z.strictObject({
  /** The version of the schema that the tables are of. */
  schema: z.number().int().positive(),
  dqs: z.string().max(64),
  postgres: z.string().max(64),
  madeAt: z.string().max(64),
  tables: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z_]{1,40}$/),
      columns: z.array(z.string().regex(/^[a-z0-9_]{1,40}$/)).min(1),
      rows: count,
      parts: z.array(z.strictObject({ bytes: count.max(MAX_PART_BYTES), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
      /** First days of the quarters that a table is divided into. */
      quarters: z
        .array(
          z
            .number()
            .int()
            .multipleOf(PART_DAYS)
            .min(-(2 ** 31))
            .max(2 ** 31),
        )
        .max(100_000)
        .optional(),
    }),
  ),
});

/** What a backup holds. */
export type BackupManifest = z.infer<typeof MANIFEST>;
/** A table of a backup. */
export type BackedUpTable = BackupManifest['tables'][number];
