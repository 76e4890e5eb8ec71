export { checkStore, type StoreCheck } from './check-store.js';
export { isStoreUrl, storeUrlProblem } from './location.js';
export { openBulkStore, openStore } from './open-store.js';
