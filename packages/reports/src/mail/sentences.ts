import type { LikelyFacts, NeedFacts, TodayFacts } from '@dqs/alerting';
import {
  countText,
  dateText,
  FEW_FORECASTS,
  lineText,
  listText,
  localTime,
  oddsRangeText,
  oddsText,
  passText,
  seriesName,
  targetText,
} from '@dqs/core/wording';

/** A part of a sentence; figures that people look for are strong. */
export interface Span {
  readonly text: string;
  readonly isStrong?: boolean;
}

const strong = (text: string): Span => ({ text, isStrong: true });
const plain = (text: string): Span => ({ text });

/** The sentences that answer, in this order: what needs me, what will probably fail, were we right yesterday. */
export function leadSpans({ late, needs, likely, yesterday }: TodayFacts): Span[] {
  return [...needSpans(needs.length, late.length), ...likelySpans(likely), ...yesterdaySpans(yesterday)];
}

function needSpans(needs: number, late: number): Span[] {
  if (needs === 0)
    return [plain(late === 0 ? 'Everything has arrived, and nothing needs you. ' : 'Nothing needs you. ')];
  return [strong(countText(needs, 'incident')), plain(needs === 1 ? ' needs you. ' : ' need you. ')];
}

function likelySpans(likely: readonly LikelyFacts[]): Span[] {
  if (likely.length === 0) return [plain('No series will probably miss its target today. ')];
  const fresh = likely.filter(({ isNew }) => isNew).length;
  const miss = ` will probably miss ${likely.length === 1 ? 'its' : 'their'} target today`;
  const series = [strong(countText(likely.length, 'series', 'series')), plain(fresh === 0 ? `${miss}. ` : `${miss}, `)];
  if (fresh === 0) return series;
  if (likely.length === 1) return [...series, plain('newly. ')];
  return [...series, strong(String(fresh)), plain(' of them newly. ')];
}

function yesterdaySpans({ right, wrong, fixed, waiting, missed }: TodayFacts['yesterday']): Span[] {
  const warnings = right + wrong + fixed + waiting;
  const miss = missed === 0 ? 'we missed nothing.' : `we missed ${missed}.`;
  if (warnings === 0) return [plain(`Yesterday had no warning; ${miss}`)];
  const kinds = [
    [right, 'came true'],
    [wrong, 'did not'],
    [fixed, fixed === 1 ? 'was fixed in time' : 'were fixed in time'],
    [waiting, waiting === 1 ? 'still waits' : 'still wait'],
  ] as const;
  const shares = kinds.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [plain("Of yesterday's "), strong(countText(warnings, 'warning')), plain(`, ${listText(shares)}; ${miss}`)];
}

/** The sentences as text. */
export function leadText(facts: TodayFacts): string {
  return leadSpans(facts)
    .map(({ text }) => text)
    .join('');
}

/** `3 need you, 12 likely to fail (6 new) · Thu 26 Nov`; `All quiet · Thu 26 Nov`. */
export function subjectText({ needs, likely, late, day }: TodayFacts): string {
  const fresh = likely.filter(({ isNew }) => isNew).length;
  const parts = [
    ...(needs.length === 0 ? [] : [needs.length === 1 ? '1 needs you' : `${needs.length} need you`]),
    ...(likely.length === 0 ? [] : [`${likely.length} likely to fail${fresh === 0 ? '' : ` (${fresh} new)`}`]),
    ...(late.length === 0 || needs.length > 0 ? [] : [`${late.length} late`]),
  ];
  return `${parts.length === 0 ? 'All quiet' : parts.join(', ')} · ${dateText(day, day)}`;
}

/** What a mail program shows behind the subject. */
export function previewText({ late, yesterday }: TodayFacts): string {
  const { right, wrong, fixed, waiting, missed } = yesterday;
  const names = late.map(({ source }) => lineText(source));
  const isLate =
    names.length === 0 ? 'Nothing is late.' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} late.`;
  const kinds = [
    `${right} right`,
    `${wrong} false`,
    ...(fixed === 0 ? [] : [`${fixed} fixed`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting`]),
  ];
  return `${isLate} Yesterday ${countText(right + wrong + fixed + waiting, 'warning')}: ${kinds.join(', ')}; ${missed} missed.`;
}

/** `DQS · Havnby Trading · Thu 26 Nov 2026, known at 07:45` */
export function headingText({ organization, day, knownAt, timeZone }: TodayFacts): string {
  const whose = organization === undefined ? '' : ` · ${lineText(organization)}`;
  // Another year's today makes the date show its year.
  return `DQS${whose} · ${dateText(day, 0)}, known at ${localTime(knownAt, timeZone).clock}`;
}

/** `INC-214, team-shop. Ines Farr has it. 81 % likely to miss 97 again today.` */
export function needText({ incident, owner, holder, sentence }: NeedFacts): string {
  const who = owner === undefined ? 'no owner' : lineText(owner);
  const has = holder === undefined ? 'Nobody has it.' : `${lineText(holder)} has it.`;
  return `${lineText(incident)}, ${who}. ${has} ${lineText(sentence, 300)}`;
}

/** `team-shop · customers · fresh fell on Tue` */
export function reasonText({ owner, reason }: LikelyFacts): string {
  const who = owner === undefined ? 'No owner' : lineText(owner);
  return reason === undefined ? who : `${who} · ${lineText(reason)}`;
}

/** `86–99, target 97`: rounded outwards, so that the range holds what it says. */
export function rangeText({ forecast: { lower80, upper80 }, target }: LikelyFacts): string {
  return `${Math.floor(lower80)}–${Math.ceil(upper80)}, target ${targetText(target)}`;
}

/** `naive 97.9`: what it is held against; empty where the naive forecast says nothing. */
export function naiveText({ forecast: { naive } }: LikelyFacts): string {
  return naive === null ? '' : `naive ${passText(naive)}`;
}

/** `Odds of 60 to 80 % came true 252 of 333 times, odds of 80 to 100 % 139 of 173.`; empty where there are too few to tell. */
export function recordText({ record }: TodayFacts): string {
  const [first, ...rest] = record.filter(({ said }) => said >= FEW_FORECASTS);
  if (first === undefined) return '';
  const others = rest.map((one) => `, odds of ${oddsRangeText(one)} ${one.hits} of ${one.said}`).join('');
  return `Odds of ${oddsRangeText(first)} came true ${first.hits} of ${first.said} times${others}.`;
}

/** Odds and the expected value as a line of text has them. */
export function likelyText(one: LikelyFacts): string {
  const range = [rangeText(one), naiveText(one)].filter((text) => text !== '').join(', ');
  return `${oddsText(one.forecast.odds)}  ${seriesName(one)}  ${passText(one.forecast.expected)} (${range})`;
}

/** Why somebody gets the mail. */
export function footerText({ owner }: TodayFacts): string {
  const why =
    owner === undefined
      ? 'You get this because you get the digest of all teams.'
      : `You get this because you own series of ${lineText(owner)}.`;
  return `${why} Links open a page; nothing is acknowledged by opening a mail.`;
}
