/** What a rule of the company looks like on a usual day. */
export interface RuleKind {
  readonly level: 'ATTRIBUTE' | 'DATASET';
  /** Pass percentage of a usual day. */
  readonly usual: number;
  /** How far days stray from it, in log odds. */
  readonly stray: number;
  /** Part of the executions of the data set's attributes. */
  readonly share: number;
}

/** Rules by their codes, which are readable: series are written `data set · rule`. */
export const RULES: ReadonlyMap<string, RuleKind> = new Map<string, RuleKind>([
  ['fresh', { level: 'DATASET', usual: 99.2, stray: 0.25, share: 0.5 }],
  ['row count', { level: 'DATASET', usual: 98.4, stray: 0.3, share: 0.25 }],
  ['reconciles', { level: 'DATASET', usual: 99.6, stray: 0.3, share: 0.25 }],
  ['not null', { level: 'ATTRIBUTE', usual: 99.5, stray: 0.2, share: 1 }],
  ['unique', { level: 'ATTRIBUTE', usual: 99.8, stray: 0.2, share: 0.5 }],
  ['references', { level: 'ATTRIBUTE', usual: 99.1, stray: 0.25, share: 1 }],
  ['accepted values', { level: 'ATTRIBUTE', usual: 98.7, stray: 0.3, share: 0.75 }],
  ['value range', { level: 'ATTRIBUTE', usual: 98.2, stray: 0.35, share: 0.75 }],
  ['format', { level: 'ATTRIBUTE', usual: 97.8, stray: 0.3, share: 0.5 }],
  ['distribution', { level: 'ATTRIBUTE', usual: 95.5, stray: 0.4, share: 0.5 }],
]);

/** A source: whose it is, and when its results of a day come on the next morning. */
export interface Source {
  readonly name: string;
  readonly owner: string;
  readonly tenant: 'books' | 'press';
  /** Where in the morning its results usually come: 0 at its beginning, 1 at the time of day at which the demonstration was started. */
  readonly at: number;
  /** Minutes by which they usually stray, of a morning of six hours. */
  readonly stray: number;
}

/** Sources by the time at which they come. The last one is due a little after the end of the morning. */
export const SOURCES: readonly Source[] = [
  { name: 'webshop', owner: 'team-orders', tenant: 'books', at: 0.1, stray: 8 },
  { name: 'members', owner: 'team-members', tenant: 'books', at: 0.14, stray: 6 },
  { name: 'catalogue', owner: 'team-catalogue', tenant: 'books', at: 0.2, stray: 10 },
  { name: 'checkout', owner: 'team-money', tenant: 'books', at: 0.26, stray: 9 },
  { name: 'warehouse', owner: 'team-fulfilment', tenant: 'books', at: 0.34, stray: 16 },
  { name: 'campaigns', owner: 'team-members', tenant: 'books', at: 0.4, stray: 11 },
  { name: 'print', owner: 'team-press', tenant: 'press', at: 0.47, stray: 12 },
  { name: 'royalties', owner: 'team-press', tenant: 'press', at: 0.56, stray: 14 },
  { name: 'ledger', owner: 'team-money', tenant: 'books', at: 0.66, stray: 12 },
  { name: 'staff', owner: 'team-fulfilment', tenant: 'books', at: 1.012, stray: 3 },
];

/** A data set with its rules. */
export interface Dataset {
  readonly name: string;
  readonly source: string;
  /** Executions a day of a rule that looks at every attribute. */
  readonly executions: number;
  readonly records: number;
  readonly rules: readonly string[];
  /** Part of its executions on Saturdays and Sundays; 0 for none. @default 1 */
  readonly weekend?: number;
  /** Days before today on which its results began. @default from the beginning */
  readonly since?: number;
}

/** Data sets of a source, a line each: name, executions a day, records, rules by their letters. */
function datasetsOf(source: string, lines: readonly (readonly [string, number, number, string, Partial<Dataset>?])[]) {
  return lines.map(([name, executions, records, letters, more]) => {
    const rules = [...letters].map((letter) => LETTERS.get(letter)!);
    return { name, source, executions, records, rules, ...more };
  });
}

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['f', 'fresh'],
  ['c', 'row count'],
  ['e', 'reconciles'],
  ['n', 'not null'],
  ['u', 'unique'],
  ['r', 'references'],
  ['a', 'accepted values'],
  ['v', 'value range'],
  ['t', 'format'],
  ['d', 'distribution'],
]);

/** The data sets of Quillhaven, a bookseller with a press of its own that exists nowhere else. */
export const DATASETS: readonly Dataset[] = [
  ...datasetsOf('webshop', [
    ['orders', 96, 48_000, 'fncrva'],
    ['order_lines', 96, 131_000, 'nrve'],
    ['carts', 48, 90_000, 'fnrd'],
    ['page_views', 24, 2_400_000, 'fcnd'],
  ]),
  ...datasetsOf('members', [
    ['customers', 48, 410_000, 'fnuta'],
    ['addresses', 48, 520_000, 'ntra'],
    ['consents', 24, 380_000, 'nua'],
    ['loyalty_points', 24, 220_000, 'nver', { since: 300 }],
  ]),
  ...datasetsOf('catalogue', [
    ['titles', 32, 86_000, 'nuatf'],
    ['editions', 32, 140_000, 'nura'],
    ['prices', 48, 140_000, 'nvfe'],
    ['covers', 16, 74_000, 'fcnt', { since: 18 }],
  ]),
  ...datasetsOf('checkout', [
    ['payments', 64, 45_000, 'fnera'],
    ['refunds', 16, 1_900, 'nvr'],
    ['vouchers', 16, 12_000, 'nua', { since: 5 }],
    ['card_events', 96, 260_000, 'fcnd'],
  ]),
  ...datasetsOf('warehouse', [
    ['stock_levels', 48, 61_000, 'fnvr'],
    ['shipments', 48, 39_000, 'fnvra', { weekend: 0.5 }],
    ['returns', 16, 4_200, 'ntra'],
    ['pick_lists', 24, 28_000, 'cfnr', { weekend: 0.5 }],
  ]),
  ...datasetsOf('campaigns', [
    ['newsletters', 16, 900, 'fcn'],
    ['clicks', 48, 310_000, 'fnrd'],
    ['audiences', 24, 64, 'cna'],
    ['legacy_lists', 16, 55_000, 'tan'],
  ]),
  ...datasetsOf('print', [
    ['print_jobs', 24, 1_400, 'fncv', { weekend: 0 }],
    ['paper_stock', 12, 320, 'nvf', { weekend: 0 }],
    ['press_logs', 48, 88_000, 'cnvd', { weekend: 0 }],
  ]),
  ...datasetsOf('royalties', [
    ['contracts', 16, 5_200, 'nura'],
    ['statements', 16, 9_800, 'nver'],
    ['payouts', 24, 2_100, 'enrv'],
  ]),
  ...datasetsOf('ledger', [
    ['journal', 64, 74_000, 'fnera'],
    ['accounts', 16, 1_100, 'nud'],
    ['revenue_daily', 24, 365, 'fevc'],
    ['tax_reports', 12, 48, 'nae'],
  ]),
  ...datasetsOf('staff', [
    ['rosters', 12, 640, 'fnrv'],
    ['timesheets', 16, 2_600, 'fnvr', { weekend: 0.5 }],
  ]),
];
