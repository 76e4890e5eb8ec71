import {
  countText,
  dateText,
  FEW_FORECASTS,
  lineText,
  listText,
  nearDayText,
  NO_BREAK_SPACE,
  oddsRangeText,
  oddsText,
  passText,
  seriesName,
  targetText,
} from '@dqs/core/wording';

import type { MessageForecast, MemberFacts, RecordFacts, ResultFacts } from './facts.js';

/** Series that a title names, and series that the overview of an incident names. */
const MOST_NAMED = 2;
const MOST_LIKELY = 4;

/** The series of an incident in its title. */
export function membersText(members: readonly MemberFacts[]): string {
  return listText(members.map(seriesName), MOST_NAMED);
}

/** Within an incident a dataset is enough, as long as it is one series. */
function nameIn(members: readonly MemberFacts[], member: MemberFacts): string {
  const alike = members.filter(({ dataset }) => dataset === member.dataset);
  return alike.length === 1 ? lineText(member.dataset) : seriesName(member);
}

/** `69 % likely below its target of 95 today: expected 87.1, 80 % range 75.0 to 100.0. Naive says 100.0.` */
export function forecastLine(members: readonly MemberFacts[], member: MemberFacts, today: number): string {
  const { forecast, target } = member;
  const { day, odds, naive } = forecast!;
  const name = members.length === 1 ? '' : `${seriesName(member)} `;
  const again = member.state === 'failing' ? ' again' : '';
  const says = naive === null ? 'Naive says nothing.' : `Naive says ${passText(naive)}.`;
  const when = day === today ? 'today' : `on ${dateText(day, today)}`;
  return `${name}${oddsText(odds)} likely below its target of ${targetText(target)}${again} ${when}: ${rangeText(forecast!)} ${says}`;
}

function rangeText({ expected, lower80, upper80 }: MessageForecast): string {
  const range = `80${NO_BREAK_SPACE}% range ${passText(lower80)} to ${passText(upper80)}`;
  return `expected ${passText(expected)}, ${range}.`;
}

/** `customers of Tuesday: 20 of 24 passed, 83.3 %, target 95. We had said 69 %: right.` */
export function resultLine(members: readonly MemberFacts[], member: MemberFacts, today: number): string {
  const { result, target, forecast } = member;
  const { day, passes, executions } = result!;
  const share = `${passText((100 * passes) / executions)}${NO_BREAK_SPACE}%`;
  const line =
    `${nameIn(members, member)} of ${nearDayText(day, today)}: ${passes} of ${executions} passed, ${share}, ` +
    `target ${targetText(target)}.${saidText(result!)}`;
  if (forecast === undefined || forecast.day !== today) return line;
  return `${line} Today ${oddsText(forecast.odds)} likely below it${result!.isBelow ? ' again' : ''}: ${rangeText(forecast)}`;
}

/** What was said of a day, and how that turned out: nobody warned and nothing happened is no news. */
function saidText({ said, isBelow }: ResultFacts): string {
  if (said === undefined) return '';
  const verdict = said.warned === isBelow ? 'right' : isBelow ? 'missed' : 'a false alarm';
  return ` We had said ${oddsText(said.odds)}: ${verdict}.`;
}

/** `carts · references reloaded by hand: Wednesday will not be graded (we had said 66 %).` */
export function intervenedLine(member: MemberFacts, today: number): string {
  const { day, what, odds } = member.intervened!;
  const said = odds === undefined ? '' : ` (we had said ${oddsText(odds)})`;
  return `${seriesName(member)} ${lineText(what)}: ${nearDayText(day, today)} will not be graded${said}.`;
}

/** `2 series failing; likely today: orders 91 %, order_items 83 %.` */
export function overviewLine(members: readonly MemberFacts[]): string {
  const failing = members.filter(({ state }) => state === 'failing').length;
  const likely = members.filter(({ forecast }) => forecast !== undefined);
  const odds = likely
    .slice(0, MOST_LIKELY)
    .map((member) => `${nameIn(members, member)} ${oddsText(member.forecast!.odds)}`)
    .join(', ');
  const more = likely.length > MOST_LIKELY ? ` and ${likely.length - MOST_LIKELY} more` : '';
  const today = likely.length === 0 ? '' : `; likely today: ${odds}${more}`;
  return `${countText(failing, 'series', 'series')} failing${today}.`;
}

/** `Odds of 60 to 80 % came true 252 of 333 times.` */
export function recordLine(record: RecordFacts): string {
  const { hits, said } = record;
  const range = `Odds of ${oddsRangeText(record)}`;
  if (said < FEW_FORECASTS) return `${range}: too few to tell how often they come true (${hits} of ${said}).`;
  return `${range} came true ${hits} of ${said} times.`;
}
