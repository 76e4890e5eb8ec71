import * as z from 'zod/mini';

import { flag, list, number, path } from './kinds.js';

/** What the options of every command, and those that many share may hold. */
export const COMMON_TYPES = {
  seed: number(z.int().check(z.gte(0), z.lte(2_147_483_647))),
  threads: number(z.int().check(z.gte(0), z.lte(1024))),
  backends: list,
  json: flag,
  config: path,
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  verbose: flag,
  quiet: flag,
};
