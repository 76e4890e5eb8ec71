import { formatDay, MS_PER_DAY, parseDay } from '@dqs/core';
import { collectRevisions, gradeDays } from '@dqs/pipelines';

import { issueDay } from '../operation/issue-day.js';
import { orDefault } from '../settings/names.js';
import type { Work } from './work.js';

const MS_PER_HOUR = 3_600_000;

/** Brings what has arrived into the ledger, and grades the days about which something new is known. */
export const GRADE_WORK: Work = {
  kind: 'grade',
  about: 'bring what has arrived into the ledger, and grade it',
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
    return { revisions, dates, grades, waiting: waiting.length };
  },
};

/** Issues the forecasts of a day once its hour has come. */
export const FORECAST_WORK: Work = {
  kind: 'forecast',
  about: 'issue the forecasts of today',
  async due({ settings, deliveries }, now) {
    const day = Math.floor(now / MS_PER_DAY);
    const clock = new Date(now).toISOString().slice(11, 16);
    if (clock < orDefault(settings.issueAt, 'issueAt') || (await deliveries.head()).entries === 0) return [];
    return [{ kind: 'forecast', key: formatDay(day), data: { date: formatDay(day) } }];
  },
  async run({ settings, ledger }, { data }, hooks) {
    const { arms } = await issueDay({ ...settings, issuedDay: parseDay(String(data['date'])) }, ledger, hooks);
    return { date: data['date'], arms: arms.map(({ arm, version, issued, due }) => ({ arm, version, issued, due })) };
  },
};
