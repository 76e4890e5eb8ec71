export { checkStore, type StoreCheck } from './check-store.js';
export { isCloudUrl } from './location.js';
export { openBulkStore, openStore } from './open-store.js';
