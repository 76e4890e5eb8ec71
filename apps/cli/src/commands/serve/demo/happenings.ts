import type { PlantedFault } from '@dqs/synthetic';

/** Something that happened to the results of series, named `data set · rule`. Days count back from today: 1 is yesterday. */
export type Happening = {
  readonly series: readonly string[];
  /** Pass percentage of the days concerned. */
  readonly to: number;
} &
  /** Single days. */
  (| { readonly on: readonly number[] }
    /** Every day from one to another. */
    | { readonly from: number; readonly until?: number }
    /** One day of the week, in four weeks of five: the day of today, or so many days before it. */
    | { readonly weekly: number; readonly not?: readonly number[] }
  );

/** Mornings on which half of the customers were loaded: what refers to them falls a day later. */
const HALF_LOADED = [179, 171, 160, 151, 144, 133, 124, 116, 107, 98, 87, 79, 70, 62, 53, 44, 35, 26, 16, 3, 2];

/** What happened to results. Of several on one day the last one counts. */
export const HAPPENINGS: readonly Happening[] = [
  { series: ['customers · fresh'], on: HALF_LOADED, to: 66 },
  {
    series: ['orders · references', 'order_lines · references', 'carts · references'],
    on: HALF_LOADED.map((day) => day - 1),
    to: 84,
  },
  // Low on the weekday of today: what will probably fail.
  { series: ['revenue_daily · fresh', 'revenue_daily · value range', 'tax_reports · not null'], weekly: 0, to: 72 },
  { series: ['clicks · references', 'page_views · distribution', 'prices · value range'], weekly: 0, to: 80 },
  { series: ['returns · format', 'statements · not null'], weekly: 0, to: 76 },
  { series: ['rosters · value range', 'consents · accepted values'], weekly: 3, to: 77 },
  { series: ['payouts · not null', 'titles · format'], weekly: 5, to: 78 },
  // Regimes: one that is over, one that began, and one that creeps in.
  { series: ['press_logs · row count', 'press_logs · not null'], from: 128, until: 71, to: 91 },
  { series: ['shipments · accepted values'], from: 240, until: 150, to: 93 },
  { series: ['stock_levels · value range'], from: 11, to: 90 },
  { series: ['editions · accepted values'], from: 30, until: 16, to: 93 },
  { series: ['editions · accepted values'], from: 15, to: 88 },
  { series: ['payments · accepted values', 'consents · accepted values'], from: 13, until: 2, to: 82 },
  { series: ['shipments · value range'], from: 9, to: 84 },
  { series: ['legacy_lists · format', 'legacy_lists · accepted values'], from: 45, to: 71 },
  // Nobody saw these coming.
  {
    series: ['payouts · reconciles', 'accounts · distribution', 'pick_lists · row count', 'card_events · row count'],
    on: [1],
    to: 62,
  },
  { series: ['journal · references', 'journal · reconciles'], on: [210, 209, 208, 121, 120, 57], to: 80 },
  { series: ['payments · reconciles'], on: [6], to: 60 },
  { series: ['journal · reconciles'], on: [5], to: 60 },
  { series: ['payments · reconciles', 'payments · not null'], on: [188, 187, 66, 65, 64, 22], to: 74 },
  { series: ['titles · unique', 'editions · unique'], on: [300, 299, 154, 91, 90, 12], to: 82 },
  { series: ['revenue_daily · reconciles'], on: [4, 3, 2, 1], to: 60 },
  // What a silent source speaks for.
  { series: ['clicks · fresh', 'audiences · not null'], on: [3, 2], to: 50 },
];

/** The days on which somebody acted in time: the results were good, and say nothing about the forecast. */
export const INTERVENED = {
  series: 'carts · references',
  on: [1, 25] as readonly number[],
  by: 'Mirela Voss',
  reason: 'carts reloaded by hand after half of the customers were missing',
};

/** What happened to deliveries of sources, by days before today. */
const DELIVERIES: readonly {
  kind: PlantedFault['kind'];
  source: string;
  from: number;
  until: number;
  amount: number;
}[] = [
  { kind: 'silent', source: 'campaigns', from: 1, until: 1, amount: 0 },
  { kind: 'silent', source: 'print', from: 41, until: 39, amount: 0 },
  { kind: 'silent', source: 'ledger', from: 96, until: 96, amount: 0 },
  { kind: 'late', source: 'royalties', from: 61, until: 60, amount: 2 },
  { kind: 'late', source: 'campaigns', from: 141, until: 141, amount: 1 },
  { kind: 'duplicate', source: 'webshop', from: 7, until: 6, amount: 0 },
  { kind: 'correction', source: 'checkout', from: 9, until: 9, amount: 1 },
  { kind: 'correction', source: 'ledger', from: 33, until: 33, amount: 2 },
];

/** What happened to deliveries, for a company whose today is a day. */
export function deliveryFaults(today: number): PlantedFault[] {
  return DELIVERIES.map(({ kind, source, from, until, amount }) => {
    return { kind, amount, from: today - from, to: today - until, scope: { source } };
  });
}

/** Minutes by which a source was late on the last morning, of six hours, and came all the same. */
export const LATE_TODAY: Readonly<Record<string, number>> = { warehouse: 75 };
