import { dueRunText, jobsText, kindsText, tickedText } from '../../src/text.js';

const AT = Date.parse('2026-03-01T08:00:30Z');
const paused = { by: 'ann', reason: 'a move\nof data' };

describe('kinds of jobs', () => {
  it('have their last and their next one, and say when they are paused or not set up', () => {
    const kind = { kind: 'check', about: 'checks a day', isSetUp: true, paused: null, last: null } as const;
    const last = { state: 'done', startedAt: AT - 3_600_000, endedAt: AT };
    const kinds = [
      { ...kind, last, waiting: 1200, nextAt: AT + 86_400_000 },
      { ...kind, last: { ...last, state: 'running', endedAt: null }, waiting: 0, nextAt: null },
      { ...kind, isSetUp: false, waiting: 0, nextAt: null },
      { ...kind, paused, last: { ...last, state: 'failed' }, waiting: 0, nextAt: AT },
    ];
    expect(kindsText(kinds)).toBe(
      [
        'kind   last              ended    waiting  next                            about',
        'check  2026-03-01 08:00  done       1,200  2026-03-02 08:00                checks a day',
        'check  2026-03-01 07:00  running        0  as it comes                     checks a day',
        'check                                   0  not set up here                 checks a day',
        'check  2026-03-01 08:00  failed         0  paused by ann: a move\\nof data  checks a day\n',
      ].join('\n'),
    );
  });
});

describe('jobs', () => {
  const job = {
    kind: 'check',
    key: '2026-03-01',
    state: 'done',
    attempts: 1,
    createdAt: AT,
    startedAt: AT + 1000,
    endedAt: AT + 3500,
    why: null,
  };

  it('are the latest, in the order in which they were put', () => {
    const later = { ...job, key: 'b', createdAt: AT + 60_000, state: 'failed', endedAt: null, why: 'no\tmodel' };
    const first = { ...job, key: 'a', createdAt: AT - 60_000, startedAt: null };
    expect(jobsText([later, job, first], 3)).toBe(
      [
        'put               job    about       state   attempts  seconds  why',
        '2026-03-01 07:59  check  a           done           1',
        '2026-03-01 08:00  check  2026-03-01  done           1      2.5',
        '2026-03-01 08:01  check  b           failed         1           no\\tmodel\n',
      ].join('\n'),
    );
    expect(jobsText([later, job, first], 2)).toMatch(/\n1 earlier one; --last shows more, --json all\n$/);
    expect(jobsText([later, job, first], 1)).toMatch(/\n2 earlier ones; --last shows more, --json all\n$/);
  });

  it('that nobody has put say what puts them', () => {
    expect(jobsText([], 3)).toBe('no jobs yet: dqs worker does what is due, dqs jobs tick puts it into the queue\n');
  });
});

describe('what was due', () => {
  it('has how much of it is new, and why there is nothing', () => {
    const tick = { kind: 'check', due: 3, put: 1, why: null, paused: null };
    const rows = [tick, { ...tick, due: 0, put: 0, why: 'no model' }, { ...tick, due: 0, put: 0, paused }];
    expect(tickedText(rows)).toBe(
      [
        'job    due  new  why',
        'check    3    1',
        'check    0    0  no model',
        'check    0    0  paused by ann: a move\\nof data\n',
      ].join('\n'),
    );
  });

  it('and done has its outcome, or that there was nothing', () => {
    expect(dueRunText([])).toBe('nothing was due\n');
    const end = { kind: 'check', key: '2026-03-01', outcome: 'done', why: null };
    expect(dueRunText([end, { ...end, key: '2026-03-02', outcome: 'failed', why: 'no model' }])).toBe(
      ['job    about       outcome  why', 'check  2026-03-01  done', 'check  2026-03-02  failed   no model\n'].join(
        '\n',
      ),
    );
  });
});
