import { NO_ALERTS, readPolicy, type Incident, type SeriesFacts } from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';
import { Catalog } from '@dqs/core/catalog';

import { searchPage, type PageReader, type PageView } from '../src/pages/index.js';
import { ACTIONS } from '../src/serving/index.js';

const DAY = 20_000;
const EVERYBODY: PageReader = { actions: ACTIONS, isUnlimited: true };

function seriesOf(id: string, labels: SeriesFacts['labels'] = {}, odds = 0.1): SeriesFacts {
  const [dataset = '', rule = ''] = id.split('/');
  const forecast = {
    ...{ day: DAY + 1, pBelowTarget: odds, expected: 95, predicted: 96, naive: 97 },
    ...{ lower80: 90, upper80: 99, lower95: 85, upper95: 100 },
  };
  const results = [{ day: DAY, passes: 9, fails: 1, errors: 0 }];
  return { id, labels: { dataset, rule, source: 'shop', ...labels }, target: 80, importance: 1, results, forecast };
}

function viewOf(series: readonly SeriesFacts[], more: Partial<PageView> = {}): PageView {
  const { policy } = readPolicy(
    'apiVersion: dqs/v1\nkind: AlertPolicy\nmetadata: { name: main }\nroutes: [{ to: [data] }]\n' +
      'rules: [{ id: below-target, when: p_below_target >= 0.6 }]\nreceivers: { data: { email: { to: a@example.com } } }\n',
    'policy.yaml',
  );
  const facts = {
    at: (DAY + 1) * MS_PER_DAY,
    day: DAY,
    series,
    sources: [],
    models: [{ model: 'daily', labels: {} }],
    system: [],
  };
  return {
    ...{ scope: {}, at: facts.at, isNow: true, state: NO_ALERTS },
    opened: { policy, catalog: new Catalog([], 'none'), doubts: () => [] },
    tick: { facts, leads: [], morning: { record: [], said: new Map() } },
    ...more,
  } as unknown as PageView;
}

const titles = (view: PageView, question: string, reader = EVERYBODY) =>
  searchPage(view, question, reader).found.map(({ kind, title }) => `${kind} ${title}`);

describe('a search', () => {
  it('finds the beginning of a word before its inside, and the name before what else is known', () => {
    const view = viewOf([
      seriesOf('reorders/101', {}, 0.9),
      seriesOf('stock/101', { owner: 'order desk' }, 0.9),
      seriesOf('orders/101'),
      seriesOf('order/7'),
    ]);
    expect(titles(view, 'order').filter((one) => one.startsWith('series'))).toEqual([
      'series order · 7',
      'series orders · 101',
      'series stock · 101',
      'series reorders · 101',
    ]);
  });

  it('finds by all words, in any order, without accents, signs and cases', () => {
    const view = viewOf([seriesOf('orders/101'), seriesOf('orders/102', { owner: 'Müller-Team' })]);
    for (const question of ['102 orders', 'orders/102', 'ORDERS · 102', 'order muller', 'Ｏrders 102']) {
      expect(titles(view, question).filter((one) => one.startsWith('series'))).toEqual(['series orders · 102']);
    }
  });

  it('puts what is likelier to fail first among those that are found as well', () => {
    const view = viewOf([seriesOf('a/1', {}, 0.2), seriesOf('a/2', {}, 0.8)]);
    expect(searchPage(view, 'a', EVERYBODY).found.filter(({ kind }) => kind === 'series')).toMatchObject([
      { id: 'a/2', state: 'likely', path: '/series/a%2F2' },
      { id: 'a/1', state: 'ok', path: '/series/a%2F1' },
    ]);
  });

  it('finds sources, owners, models, rules and pages, with where they are', () => {
    const view = viewOf([seriesOf('orders/101', { owner: 'team & co', source: 'web shop' })]);
    const path = (question: string) => searchPage(view, question, EVERYBODY).found[0]?.path;
    expect(['web shop', 'team', 'daily', 'below', 'quality'].map(path)).toEqual([
      '/series?source=web%20shop',
      '/series?owner=team%20%26%20co',
      '/models/daily',
      '/alerts?rule=below-target',
      '/quality',
    ]);
  });

  it('finds incidents by number, series and owner, and says what they are about', () => {
    const member = {
      level: 'series',
      subject: 'orders/101',
      rule: 'below-target',
      labels: seriesOf('orders/101').labels,
    };
    const incident = {
      ...{ id: 'INC-214', state: 'open', severity: 'warning', group: 'shop', openedAt: 1, acknowledgedBy: null },
      ...{ told: [], events: [], settled: [], inhibited: 0, reopened: 0, resolution: null, mergedInto: null },
      members: [
        { ...member, alert: 'x', reasons: [], cost: 1, day: DAY, firedAt: 1, resolvedAt: null, severity: 'warning' },
      ],
    } as unknown as Incident;
    const view = viewOf([seriesOf('orders/101')], { state: { ...NO_ALERTS, incidents: [incident] } });
    expect(searchPage(view, 'inc 214', EVERYBODY).found[0]).toMatchObject({
      kind: 'incident',
      path: '/incidents/INC-214',
    });
    expect(titles(view, 'acknowledge orders')).toContain('act Acknowledge INC-214: orders · 101…');
  });

  it('offers acts on what the words after their verb find, to those who may, and of now alone', () => {
    const view = viewOf([seriesOf('orders/101'), seriesOf('stock/101')]);
    const found = searchPage(view, 'sil ord', EVERYBODY).found;
    expect(found).toMatchObject([
      { kind: 'act', title: 'Silence orders · 101…', path: '/series/orders%2F101?act=silence' },
    ]);
    expect(titles(view, 'silence orders', { actions: ['read'], isUnlimited: true })).toEqual([]);
    expect(titles({ ...view, isNow: false }, 'silence orders')).toEqual([]);
    expect(titles(view, 'pause', { actions: ACTIONS, isUnlimited: false })).toEqual([]);
  });

  it('lists the pages and what can be done where nothing is asked', () => {
    expect(titles(viewOf([seriesOf('orders/101')]), ' ·/ ').slice(0, 2)).toEqual([
      'page Go to Alerts',
      'page Go to Incidents',
    ]);
  });

  it('takes no sign of a question for more than a sign', () => {
    const view = viewOf([seriesOf('constructor/__proto__'), seriesOf('orders/101')]);
    const hostile = [
      '.*',
      '(a+)+$',
      '[',
      '\\',
      '\u0000\u001b[2J',
      '%_',
      "' OR 1=1 --",
      '\ud800',
      'ord\u202e',
      '𝕠'.repeat(99),
    ];
    for (const question of hostile) expect(() => searchPage(view, question, EVERYBODY)).not.toThrow();
    expect(titles(view, '.*')).toEqual(titles(view, ''));
    expect(titles(view, 'constructor proto')).toEqual(['series constructor · __proto__']);
    expect(searchPage(view, 'toString', EVERYBODY).found).toEqual([]);
  });

  it('looks at no more of a question than of one that somebody types, among 10,000 series too', () => {
    const series = Array.from({ length: 10_000 }, (_, i) => seriesOf(`set-${i % 500}/rule-${i}`, {}, (i % 97) / 97));
    const view = viewOf(series);
    for (const question of ['x', 'a ', 'set 4 ']) {
      const [long, longer] = [10_000, 500_000].map((times) => searchPage(view, question.repeat(times), EVERYBODY));
      expect(longer!.found).toEqual(long!.found);
    }
    expect(searchPage(view, 'set 4 rule 99', EVERYBODY).found.length).toBeGreaterThan(0);
  });

  it('counts what it does not list', () => {
    const view = viewOf(Array.from({ length: 30 }, (_, i) => seriesOf(`orders/${i}`)));
    const { found, counts } = searchPage(view, 'orders', EVERYBODY);
    expect([found.filter(({ kind }) => kind === 'series').length, counts.series]).toEqual([8, 30]);
  });
});
