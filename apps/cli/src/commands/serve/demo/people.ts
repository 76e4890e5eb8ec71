import type { FeedbackMark, SilenceMatch } from '@dqs/alerting';
import type { NewApiKey } from '@dqs/runtime/serving';

/** Who takes over incidents of a team. */
export const PEOPLE: Readonly<Record<string, string>> = {
  'team-orders': 'Mirela Voss',
  'team-members': 'Amara Osei',
  'team-catalogue': 'Tobias Lindqvist',
  'team-money': 'Ingrid Halvorsen',
  'team-fulfilment': 'Rui Tavares',
  'team-press': 'Noor El-Amin',
};
/** Who answers for the system itself, for models, and for what nobody owns. */
export const OPERATOR = 'Signe Aaltonen';

/** Something that a person said of a series, so many days before today, of the day before. */
export interface SaidMark {
  readonly ago: number;
  readonly series: string;
  readonly kind: FeedbackMark['kind'];
  readonly below?: number;
  readonly by: string;
  readonly comment: string;
}

/** What people said of series. */
export const MARKS: readonly SaidMark[] = [
  {
    ...{ ago: 119, series: 'press_logs · row count', kind: 'expected-once', by: 'Noor El-Amin' },
    comment: 'Two presses are being moved.',
  },
  {
    ...{ ago: 56, series: 'journal · references', kind: 'fixed', by: 'Ingrid Halvorsen' },
    comment: 'Booked again by hand before the close.',
  },
  {
    ...{ ago: 24, series: 'carts · references', kind: 'fixed', by: 'Mirela Voss' },
    comment: 'Carts reloaded after the customers.',
  },
  {
    ...{ ago: 14, series: 'titles · format', kind: 'false-alarm', by: 'Tobias Lindqvist' },
    comment: 'A publisher announced the change; the rule was too strict.',
  },
  {
    ...{ ago: 7, series: 'clicks · references', kind: 'expected-once', by: 'Amara Osei' },
    comment: 'A campaign of the year before was sent once more.',
  },
  {
    ...{ ago: 2, series: 'revenue_daily · reconciles', kind: 'expected-until', below: 50, by: 'Ingrid Halvorsen' },
    comment: 'The new ledger books a day later until the end of the month.',
  },
  {
    ...{ ago: 0, series: 'carts · references', kind: 'fixed', by: 'Mirela Voss' },
    comment: 'Carts reloaded by hand; orders follow after the fix.',
  },
];

/** A silence that a person made so many days before today, for some days. */
export interface SaidSilence {
  readonly ago: number;
  readonly days: number;
  readonly match: SilenceMatch;
  readonly by: string;
  readonly comment: string;
}

/** What people silenced. */
export const SILENCES: readonly SaidSilence[] = [
  {
    ...{ ago: 126, days: 20, match: { dataset: ['press_logs'] }, by: 'Noor El-Amin' },
    comment: 'Two presses are being moved.',
  },
  {
    ...{ ago: 48, days: 7, match: { dataset: ['audiences'] }, by: 'Amara Osei' },
    comment: 'Audiences are built anew.',
  },
  {
    ...{ ago: 3, days: 10, match: { source: ['webshop'], dataset: ['page_views'] }, by: 'Mirela Voss' },
    comment: 'Tracking is being replaced.',
  },
];

/** An API key of the company, made so many days before today. */
export interface SaidKey extends Pick<NewApiKey, 'name' | 'role' | 'tenants'> {
  readonly ago: number;
  readonly days: number;
  readonly isRevoked?: boolean;
}

/** The API keys. Nobody knows their secrets. */
export const KEYS: readonly SaidKey[] = [
  { ago: 200, days: 365, name: 'nightly-results', role: 'service', tenants: ['books', 'press'] },
  { ago: 150, days: 400, name: 'grafana', role: 'viewer' },
  { ago: 90, days: 365, name: 'press-board', role: 'viewer', tenants: ['press'] },
  { ago: 88, days: 94, name: 'notebook-rui', role: 'operator', tenants: ['books'] },
  { ago: 60, days: 90, name: 'old-notebook', role: 'viewer', isRevoked: true },
];

/** A person that wants to hear of events, at an address that leads nowhere. */
export const WEBHOOK = { url: 'https://hooks.quillhaven.invalid/dqs', types: ['incident'], ago: 75 } as const;
