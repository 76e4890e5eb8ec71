import type { Migration } from '../migration.js';
import { SERIES } from './001-series.js';

/** Every step of the schema, in order. */
export const MIGRATIONS: readonly Migration[] = [SERIES];
