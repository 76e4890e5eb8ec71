import type { RetrainingEntry, RetrainingEvent } from '@dqs/pipelines/retrain';

import { decisionRows } from '../src/pages/model/decisions.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POLICY = { limits: { coolDownMs: 2 * DAY } } as Parameters<typeof decisionRows>[1];

type Decision = Extract<RetrainingEvent, { kind: 'decided' }>['decision'];

function decided(at: number, of: Partial<Decision>): RetrainingEvent {
  const nothing = { champion: '1.0.0', policy: 'p', leaseUntil: at + HOUR, nextAllowedAt: at, reason: 'no: …' };
  return { kind: 'decided', decision: { ...nothing, start: false, job: 'job', at, triggers: [], blocks: [], ...of } };
}

function recorded(...events: readonly (readonly [at: number, event: RetrainingEvent])[]): RetrainingEntry[] {
  return events.map(([at, event], i) => {
    const link = { number: i + 1, previous: '', id: '', by: 'dqs-retraining' };
    return { ...link, at: new Date(at).toISOString(), event };
  });
}

const incident = (until: number | null) => ({
  blocks: [{ name: 'ingest-incident' as const, reason: 'open incidents of the ingestion: erp is late', until }],
  nextAllowedAt: until,
});
const check = (name: string, verdict: 'pass' | 'fail' | 'inconclusive', reason: string) => {
  return { name, verdict, reason, value: 1, threshold: 2 };
};
const judged = (job: string, verdict: 'accept' | 'reject' | 'inconclusive', next: 'shadow' | null = null) => {
  const checks = [
    check('naive-skill', 'pass', 'skill 0.1'),
    ...(verdict === 'reject' ? [check('segments', 'fail', 'payments would get worse by 4.1 %')] : []),
    ...(verdict === 'inconclusive' ? [check('better', 'inconclusive', 'the interval holds zero')] : []),
  ];
  return { kind: 'judged' as const, job, challenger: '1.1.0', verdict, checks, next };
};

describe('decisions about retraining', () => {
  it('that are answered with the same no again and again are one row, with its last reason', () => {
    const rows = decisionRows(
      recorded(
        [0, decided(0, {})],
        [DAY, decided(DAY, incident(null))],
        [2 * DAY, decided(2 * DAY, incident(null))],
        [3 * DAY, decided(3 * DAY, incident(null))],
      ),
      POLICY,
    );
    expect(rows.map(({ outcome, times, since, at, why }) => [outcome, times, since, at, why])).toEqual([
      ['not-started', 3, DAY, 3 * DAY, 'open incidents of the ingestion: erp is late'],
      ['not-started', 1, 0, 0, 'nothing calls for it'],
    ]);
    expect(rows[0]).toMatchObject({ nextAllowedAt: null, blocks: [{ name: 'ingest-incident' }] });
  });

  it.each([
    ['reject', 'rejected', 'payments would get worse by 4.1 %'],
    ['inconclusive', 'inconclusive', 'the interval holds zero'],
  ] as const)('say why a challenger was not let in: %s', (verdict, outcome, why) => {
    const [row] = decisionRows(
      recorded([0, decided(0, { start: true, job: 'a' })], [HOUR, judged('a', verdict)]),
      POLICY,
    );
    expect(row).toMatchObject({ id: 'a', outcome, why, version: '1.1.0', nextAllowedAt: 2 * DAY });
    expect(row!.steps.map(({ kind }) => kind)).toEqual(['decided', 'judged']);
  });

  it('follow a run to its end, and leave out that it lives', () => {
    const start = decided(0, { start: true, job: 'a', triggers: [{ name: 'age', isMet: true, reason: 'old' }] });
    const renewed = { kind: 'renewed', job: 'a', leaseUntil: 2 * HOUR } as const;
    const promoted = { kind: 'promoted', job: 'a', entry: 7, isWatched: true } as const;
    const judgedWell: RetrainingEvent = judged('a', 'accept', 'shadow');
    const begun: (readonly [number, RetrainingEvent])[] = [
      [0, start],
      [1, renewed],
      [HOUR, judgedWell],
    ];
    const of = (...more: readonly RetrainingEvent[]) =>
      decisionRows(recorded(...begun, ...more.map((event, i) => [(i + 2) * DAY, event] as const)), POLICY)[0]!;
    expect(of()).toMatchObject({ outcome: 'under-way', why: 'all 1 gates passed', triggers: [{ name: 'age' }] });
    expect(of(promoted)).toMatchObject({ outcome: 'accepted' });
    expect(of(promoted).steps.map(({ kind }) => kind)).toEqual(['decided', 'judged', 'promoted']);
    const back = { kind: 'rolled-back', job: 'a', entry: 8, reason: 'coverage 71 of 80 %' } as const;
    expect(of(promoted, back)).toMatchObject({ outcome: 'rolled-back', why: 'coverage 71 of 80 %', at: 3 * DAY });
    expect(of({ kind: 'vetoed', job: 'a', reason: 'year end' })).toMatchObject({ outcome: 'vetoed', why: 'year end' });
    const failed = { kind: 'ended', job: 'a', outcome: 'failed', reason: 'it took too long' } as const;
    expect(of(failed)).toMatchObject({ outcome: 'failed', why: 'it took too long' });
  });

  it('of nothing are none', () => {
    expect(decisionRows([], POLICY)).toEqual([]);
  });
});
