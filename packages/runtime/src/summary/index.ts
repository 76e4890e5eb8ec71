export { planFiles, type SummaryForms } from './plan-files.js';
