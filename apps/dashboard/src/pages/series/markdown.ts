import { dateText, oddsText, passText, seriesName, targetText } from '@dqs/core/wording';
import type { SeriesPage } from '@dqs/runtime/pages';

import { GRADE_WORDS } from './grades.js';

/** Days of the ledger that a copy holds. */
const DAYS = 7;

/** What the page says, for a ticket or a chat. */
export function markdownOf(page: SeriesPage, url: string): string {
  const { series, reasons, record, days, today } = page;
  const { next, target } = series;
  const lines = [
    `### ${plain(seriesName(series))}`,
    '',
    ...(next === null
      ? ['There is no forecast of it.']
      : [
          `**${oddsText(next.odds)} likely** to fall below its target of ${targetText(target)} on ${dateText(next.day, today)}: ` +
            `expected ${passText(next.expected)}, 80 % range ${passText(next.lower80)} to ${passText(next.upper80)}. ` +
            `Naive says ${passText(next.naive)}.`,
        ]),
    ...(reasons.length === 0 ? [] : ['', ...reasons.map((reason) => `- ${plain(reason)}`)]),
    '',
    `Warnings of 90 days: ${record.warnings} given, ${record.right} right; ${record.missed} bad days missed.`,
    '',
    '| Day | Said | 80 % range | Odds | Came | Grade |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...days
      .filter(({ day }) => day <= today)
      .slice(-DAYS)
      .reverse()
      .map(({ day, said, came, grade }) => {
        const range = said === null ? '–' : `${passText(said.lower80)}–${passText(said.upper80)}`;
        const odds = said === null ? '–' : oddsText(said.odds);
        return `| ${dateText(day, today)} | ${passText(said?.median)} | ${range} | ${odds} | ${passText(came)} | ${GRADE_WORDS[grade]} |`;
      }),
    '',
    url,
  ];
  return `${lines.join('\n')}\n`;
}

/** A text that means itself: names may hold signs that Markdown reads. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
