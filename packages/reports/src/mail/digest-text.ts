import type { TodayFacts } from '@dqs/alerting';
import { lateText, lineText, STATE_LOOKS } from '@dqs/core/wording';

import {
  changedSection,
  heldSection,
  heldText,
  lateElsewhere,
  likelySection,
  moreText,
  needsSection,
  type Section,
} from './sections.js';
import { footerText, headingText, leadText, likelyText, needText, reasonText, recordText } from './sentences.js';

/** The digest for programs that show no HTML; the same facts in the same order. */
export function digestText(facts: TodayFacts): string {
  const { pages } = facts;
  const footer = [footerText(facts), ...(pages === undefined ? [] : [`Change when it comes: ${pages}/me`])];
  return joined([...partsOf(facts), footer]);
}

/** The same facts for the terminal. */
export function todayText(facts: TodayFacts): string {
  return joined(partsOf(facts));
}

function joined(parts: readonly (readonly string[])[]): string {
  const filled = parts.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function partsOf(facts: TodayFacts): readonly (readonly string[])[] {
  const { pages } = facts;
  const late = lateElsewhere(facts);
  const record = recordText(facts);
  return [
    [headingText(facts)],
    [leadText(facts)],
    late.length === 0 ? [] : ['Not arrived', ...late.map((one) => `  ${lineText(one.source)}: ${lateText(one)}`)],
    listOf(needsSection(facts), ({ state, title, url, ...need }) => {
      const { mark, word } = STATE_LOOKS[state];
      const link = url === undefined ? [] : [`    ${url}`];
      return [`  ${mark} ${word}: ${lineText(title)}`, `    ${needText({ state, title, ...need })}`, ...link];
    }),
    listOf(likelySection(facts), (one) => [`  ${likelyText(one)}`, `    ${reasonText(one)}`]),
    record === '' ? [] : [record],
    listOf(heldSection(facts), (one) => [`  ${heldText(one)}`]),
    listOf(changedSection(facts), (one) => [`  ${lineText(one, 300)}.`]),
    pages === undefined ? [] : [`Open today: ${pages}/today`],
  ];
}

function listOf<T>(section: Section<T>, linesOf: (row: T) => readonly string[]): string[] {
  if (section.rows.length === 0) return [];
  const more = moreText(section);
  return [
    `${section.title} (${section.note})`,
    ...section.rows.flatMap(linesOf),
    ...(more === '' ? [] : [`  ${more}`]),
  ];
}
