export { checkStore, type StoreCheck } from './check-store.js';
export { isStoreUrl, parseLocation, storeUrlProblem, type StoreLocation } from './location.js';
export { openBulkStore, openStore } from './open-store.js';
