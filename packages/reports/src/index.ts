// Results as one HTML file each.
export { backtestPage, type ReportOptions } from './pages/backtest-page.js';
export { comparisonPage } from './pages/comparison-page.js';
export { experimentPage } from './pages/experiment-page.js';
export { tunePage, type TunePageOptions } from './pages/tune-page.js';
export { checkPage, type CheckPageOptions } from './pages/check-page.js';
export { validationPage, type ValidationPageOptions } from './pages/validation-page.js';
export { monitoringPage, type MonitoringPageOptions } from './pages/monitoring-page.js';

// The morning's mail.
export { digestMail, type DigestMail } from './mail/digest-mail.js';
