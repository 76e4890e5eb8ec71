export { planFiles, type SummaryForms } from './plan-files.js';
export { withToldRules } from './told-rules.js';
