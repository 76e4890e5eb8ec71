import {
  alertListText,
  checkedDayText,
  comparisonText,
  experimentText,
  foldsText,
  horizonsText,
  monitoringText,
  scoresText,
  tuneText,
  validationText,
} from '../../src/text.js';
import { visibleWidth, wrapProse } from '../../src/text/screen.js';
import { AT, incident, member } from '../support/alerts.js';
import { checkReport, SILENT } from '../support/checked-day.js';
import { monitored } from '../support/monitored.js';
import {
  backendComparison,
  backtestReport,
  evaluation,
  EVIL,
  experimentEvaluation,
  tuneReport,
  validationReport,
} from '../support/results.js';

const WIDTH = 80;

/** What is made for a terminal of that width. */
function onScreen(columns: number, made: () => string): string {
  const before = { isTTY: process.stdout.isTTY, columns: process.stdout.columns };
  const noColor = process.env['NO_COLOR'];
  process.env['NO_COLOR'] = '1';
  Object.assign(process.stdout, { isTTY: true, columns });
  try {
    return wrapProse(made(), columns);
  } finally {
    Object.assign(process.stdout, before);
    if (noColor === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = noColor;
  }
}

const outbox = { waiting: 1, dead: 0, oldestWaitingAt: AT, off: [{ receiver: EVIL, why: EVIL, at: AT }] };
const incidents = [incident({ members: [member({ subject: EVIL, labels: { owner: EVIL } })] })];
const suppressed = [{ alert: EVIL, by: 'silence', why: EVIL } as const];

const TEXTS: readonly (readonly [string, () => string])[] = [
  [
    'alerts',
    () => alertListText({ policy: 'main', lastTick: '2026-03-01T08:00:00Z', incidents, suppressed, outbox }, 'UTC'),
  ],
  ['a checked day', () => checkedDayText(checkReport(), [SILENT], { top: 5 })],
  ['a comparison', () => comparisonText(backendComparison())],
  ['an experiment', () => experimentText(experimentEvaluation())],
  ['folds', () => foldsText(backtestReport().folds)],
  ['horizons', () => horizonsText([evaluation()])],
  ['monitoring', () => monitoringText(monitored(), { store: EVIL })],
  ['scores', () => scoresText(evaluation())],
  ['a search', () => tuneText(tuneReport()[0], { html: undefined, out: undefined })],
  ['a validation', () => validationText(validationReport(), { name: EVIL })],
];

describe.each(TEXTS)('the text of %s', (_name, made) => {
  it(`fits a terminal of ${WIDTH} columns, also with names that are longer`, () => {
    const lines = onScreen(WIDTH, made).split('\n');
    expect(lines.filter((line) => visibleWidth(line) > WIDTH)).toEqual([]);
  });

  it('loses nothing there', () => {
    const words = (text: string) => [...new Set(text.split(/\s+/).filter((word) => /^[\d.,%]+$/.test(word)))].sort();
    const narrow = words(onScreen(WIDTH, made));
    expect(words(made()).filter((word) => !narrow.includes(word))).toEqual([]);
  });
});
