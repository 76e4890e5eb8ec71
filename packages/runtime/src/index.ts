export { openStore } from './stores/open-store.js';
