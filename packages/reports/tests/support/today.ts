import type { LikelyFacts, TodayFacts } from '@dqs/alerting';
import { parseDay } from '@dqs/core';

const DAY = parseDay('2026-11-26')!;
const PAGES = 'https://dqs.example.com';

function likely(
  [dataset, rule]: readonly [string, string],
  owner: string,
  reason: string,
  [odds, expected, lower80, upper80, target]: readonly [number, number, number, number, number],
  isNew = false,
): LikelyFacts {
  const forecast = { day: DAY, odds, expected, lower80, upper80, naive: 97.9 };
  const id = `${dataset}/${rule}`;
  return { id, dataset, rule, owner, reason, target, forecast, isNew, url: `${PAGES}/series/${dataset}.${rule}` };
}

const SEEN: readonly LikelyFacts[] = [
  likely(['orders', 'references'], 'team-shop', 'customers · fresh fell on Tue', [0.81, 92.5, 86.5, 99, 97]),
  likely(['order_items', 'references'], 'team-shop', 'orders · references fell', [0.77, 89.8, 79, 100, 96], true),
  likely(['payouts', 'reconciles'], 'team-payments', 'last result, 75.0 %', [0.77, 80.8, 58, 100, 99], true),
  likely(['customers', 'fresh'], 'team-shop', 'last result, 87.5 %', [0.73, 86.5, 75, 100, 95]),
  likely(
    ['stock_levels', 'value range'],
    'team-logistics',
    'negative stock rose for 3 days',
    [0.7, 92.5, 83, 100, 97],
    true,
  ),
  likely(['pick_lists', 'row count'], 'team-logistics', 'two days at 7 of 8', [0.68, 75.8, 50, 100, 90], true),
];

/** The morning of the mock-ups. */
export const BUSY: TodayFacts = {
  organization: 'Havnby Trading',
  owner: 'team-shop',
  day: DAY,
  knownAt: Date.parse('2026-11-26T06:45:00Z'),
  timeZone: 'Europe/Berlin',
  late: [
    { source: 'ads', usual: '05:42', latest: '07:11', series: 38, incident: 'INC-218' },
    { source: 'crm', usual: '06:10', latest: '07:30', series: 1 },
  ],
  needs: [
    {
      incident: 'INC-214',
      state: 'failing',
      title: 'References of orders broken after partial customer loads',
      owner: 'team-shop',
      holder: 'Ines Farr',
      sentence: 'orders · references: 81\u00a0% likely to miss 97 again today.',
      url: `${PAGES}/incidents/INC-214`,
    },
    {
      incident: 'INC-217',
      state: 'failing',
      title: 'Payouts do not reconcile with payments',
      owner: 'team-payments',
      sentence: '9 of 12 runs passed; we had said 17\u00a0% and missed it.',
      url: `${PAGES}/incidents/INC-217`,
    },
    {
      incident: 'INC-218',
      state: 'unknown',
      title: 'ads has not arrived',
      owner: 'team-marketing',
      sentence: 'Usual 05:42, on 99 of 100 days by 07:11. 38 series are unknown.',
      url: `${PAGES}/incidents/INC-218`,
    },
  ],
  openIncidents: 5,
  likely: [
    ...SEEN,
    ...Array.from({ length: 6 }, (_, i) =>
      likely([`table_${i}`, 'fresh'], 'team-shop', 'last result, 91.7 %', [0.62, 93, 85, 100, 95], i < 2),
    ),
  ],
  yesterday: { right: 6, wrong: 1, fixed: 0, waiting: 2, missed: 3 },
  record: [
    { from: 0.6, to: 0.8, hits: 252, said: 333 },
    { from: 0.8, to: 1, hits: 139, said: 173 },
  ],
  held: [
    { what: 'gl_accounts · distribution', why: 'team-finance used 3 of 3 pages this week' },
    { what: 'pick_lists · row count', why: 'has not earned the right to page, e = 3.1 of 20' },
    { what: 'legacy_crm', why: 'silenced to 31 Dec by Ann Oduya, 2 series still firing' },
  ],
  changed: ['payouts · reconciles is new', 'carts · references: target 95, was 90'],
  pages: PAGES,
};

/** A morning with nothing to tell, for nobody in particular, and nowhere to go. */
export const QUIET: TodayFacts = {
  day: DAY,
  knownAt: BUSY.knownAt,
  timeZone: 'Europe/Berlin',
  late: [],
  needs: [],
  openIncidents: 0,
  likely: [],
  yesterday: { right: 0, wrong: 0, fixed: 0, waiting: 0, missed: 0 },
  record: [],
  held: [],
  changed: [],
};
