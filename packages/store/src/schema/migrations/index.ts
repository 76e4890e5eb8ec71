import type { Migration } from '../migration.js';
import { LEDGER } from './001-ledger.js';
import { DAYS } from './002-days.js';
import { ALERTING } from './003-alerting.js';
import { AUDIT } from './004-audit.js';
import { NOTICES } from './005-notices.js';
import { ACCESS } from './006-access.js';
import { PAST_ALERTING } from './007-past-alerting.js';

/** Every step of the schema, in order. */
export const MIGRATIONS: readonly Migration[] = [LEDGER, DAYS, ALERTING, AUDIT, NOTICES, ACCESS, PAST_ALERTING];
