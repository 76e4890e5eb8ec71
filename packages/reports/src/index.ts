// Pages: results as one HTML file each
export { backtestPage, type ReportOptions } from './pages/backtest-page.js';
export { comparisonPage } from './pages/comparison-page.js';
export { experimentPage } from './pages/experiment-page.js';
export { tunePage, type TunePageOptions } from './pages/tune-page.js';
export { validationPage, type ValidationPageOptions } from './pages/validation-page.js';

// What pages are made of
export { htmlPage, type HtmlPage } from './html/html-page.js';
export { escapeHtml, jsonAttribute } from './html/escape.js';
export { chartSvg, legendHtml, type ChartLine, type Chart } from './charts/line-chart.js';
export { barChartSvg, type Bar } from './charts/bar-chart.js';
