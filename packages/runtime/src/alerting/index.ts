export { openPolicy, type OpenedPolicy } from './open-policy.js';
