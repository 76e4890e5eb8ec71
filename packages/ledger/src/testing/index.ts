export { LEDGER_STORE_CONTRACT } from './ledger-store-contract.js';
export type { LedgerStoreCase, OpenLedger } from './ledger-case.js';
export { drawWorld, gradesText, playPlainly, playSchedule, type ScheduleWorld } from './schedules.js';
export { ledgerFacts } from './facts.js';
export { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from './samples.js';
