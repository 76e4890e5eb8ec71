import { DBT } from '../dbt/dbt.js';
import { DEEQU } from '../deequ/deequ.js';
import { ELEMENTARY } from '../elementary/elementary.js';
import { GREAT_EXPECTATIONS } from '../great-expectations/great-expectations.js';
import { OPENLINEAGE } from '../openlineage/openlineage.js';
import { SODA } from '../soda/soda.js';
import type { Tool } from './tool.js';

/** Every tool whose results are read. */
export const TOOLS = [DBT, GREAT_EXPECTATIONS, SODA, DEEQU, OPENLINEAGE, ELEMENTARY] as const satisfies readonly Tool[];
