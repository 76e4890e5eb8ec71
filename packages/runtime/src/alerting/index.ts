export { openPolicy, type OpenedPolicy } from './open-policy.js';
export { policySources, type PolicySources } from './simulated-alerts.js';
