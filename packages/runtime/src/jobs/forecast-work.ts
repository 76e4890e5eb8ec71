import { MS_PER_HOUR, parseDay } from '@dqs/core';
import { collectRevisions, gradeDays } from '@dqs/pipelines';

import { issueDay } from '../operation/issue-day.js';
import { dailyOffer, nextDaily, offerByHand } from './daily.js';
import type { Work } from './work.js';

/** Days of a job that are told of one by one: of a history that is loaded, the last ones. */
const MOST_TOLD = 31;

/** Brings what has arrived into the ledger, and grades the days about which something new is known. */
export const GRADE_WORK: Work = {
  kind: 'grade',
  about: 'bring what has arrived into the ledger, and grade it',
  nextAt: () => null,
  async due({ deliveries, ledger }, now) {
    const { entries } = await deliveries.head();
    const changed = await ledger.changedDays();
    if ((await ledger.collectedUpTo()) >= entries && changed.length === 0) return [];
    // Days that wait for their sources are looked at again each hour, when another one may have become silent.
    const hour = Math.floor(now / MS_PER_HOUR);
    const changes = changed.reduce((sum, one) => sum + one.changes, 0);
    return [{ kind: 'grade', key: `${entries} deliveries, ${changes} changes, hour ${hour}` }];
  },
  async run({ settings, deliveries, ledger }, _job, hooks) {
    const { revisions } = await collectRevisions(deliveries, ledger, hooks);
    const { dates, grades, waiting } = await gradeDays(deliveries, ledger, { graceHours: settings.graceHours }, hooks);
    const arrived = { type: 'results.arrived', subject: 'results', data: { revisions } };
    const graded = dates.map((date) => ({ type: 'day.graded', subject: date, data: { date } }));
    const events = [...(revisions === 0 ? [] : [arrived]), ...(grades === 0 ? [] : graded.slice(-MOST_TOLD))];
    return { revisions, dates, grades, waiting: waiting.length, events };
  },
};

/** Issues the forecasts of a day once its hour has come. */
export const FORECAST_WORK: Work = {
  kind: 'forecast',
  about: 'issue the forecasts of today',
  nextAt: nextDaily,
  async due({ settings, deliveries }, now) {
    return (await deliveries.head()).entries === 0 ? [] : dailyOffer('forecast', settings, now);
  },
  byHand: (now) => offerByHand('forecast', now),
  async run({ settings, ledger }, { data }, hooks) {
    const date = String(data['date']);
    const issued = await issueDay({ ...settings, issuedDay: parseDay(date) }, ledger, hooks);
    const arms = issued.arms.map(({ arm, model, version, issued: rows, due }) => ({ arm, model, version, rows, due }));
    const isNew = arms.some(({ rows }) => rows > 0);
    return { date, arms, events: isNew ? [{ type: 'forecasts.issued', subject: date, data: { date, arms } }] : [] };
  },
};
