import type { LateSource } from '@dqs/ingestion';
import type { CheckedResult, CheckReport } from '@dqs/pipelines';

import { EVIL } from './results.js';

const series = (ruleCode: string) => ({ tenantId: 'eu', datasetUuid: 'd-1', datasetName: EVIL, ruleCode });

function result(ruleCode: string, odds: number, isAlarm: boolean): CheckedResult {
  return {
    ...series(ruleCode),
    passes: 3,
    fails: 7,
    passPercentage: 30,
    predictedPassPercentage: 90,
    expectedPassPercentage: 88.5,
    naivePassPercentage: 97,
    lower95: 70,
    targetPercentage: 95,
    pBelowTarget: 0.4,
    odds,
    isAlarm,
    flags: [],
  };
}

/** A check with an alarm, or one of a day on which nothing arrived. */
export function checkReport(isEmpty = false): CheckReport {
  return {
    date: '2026-03-02',
    asOfDate: '2026-03-01',
    modelVersion: 'orders@1.0.0',
    passed: false,
    limit: 0.05,
    alarms: isEmpty ? 0 : 1,
    calibration: { results: 1000, shareAt5: 0.08, exponent: 0.84 },
    missing: [{ ...series('104'), lastDate: '2026-03-01' }],
    fresh: isEmpty ? [] : [series('105')],
    results: isEmpty ? [] : [result('101', 2e-7, true), result('102', 0.03, false), result('103', 0.4, false)],
  };
}

/** A source that is silent. */
export const SILENT: LateSource = {
  source: EVIL,
  days: 60,
  usualHours: 30,
  hours95: 31,
  hours99: 32,
  lastDate: '2026-03-01',
  lastArrival: '2026-03-02T06:00:00.000Z',
  status: 'silent',
  dueAt: '2026-03-03T06:00:00.000Z',
};
