import { parseDay } from '@dqs/core';

import { Operation } from '../support/operation.js';
import { policyOf } from '../support/policies.js';
import { MS_PER_HOUR, results, series, tick } from '../support/subjects.js';

const DAY = parseDay('2026-11-23')!;
const POLICY = policyOf(
  "rules: [{ id: low, when: 'pass_percentage < 90' }]\nincidents: { group_by: [source, dataset], reopen_within: 3d, resolution_reasons: [fixed-upstream, expected] }",
);
const day = (i: number, lists: Record<string, number[]>, hour = 9) =>
  tick(
    DAY + i,
    {
      series: Object.entries(lists).map(([id, passes]) =>
        series(id, { results: results(DAY, passes.slice(0, i + 1)) }),
      ),
    },
    hour,
  );
const BAD = { a: [80, 80, 80, 99, 99], b: [80, 80, 80, 99, 99], c: [99, 80, 80, 99, 99] };

const started = () => {
  const operation = new Operation(POLICY);
  operation.tick(day(0, BAD));
  const [a, b] = operation.state.incidents.map(({ id }) => id) as [string, string];
  return { operation, a, b, act: { by: 'ann', at: day(0, {}).at + MS_PER_HOUR } };
};
const shape = ({ state }: Operation) =>
  state.incidents.map(
    ({ state: of, members }) =>
      `${of}: ${members
        .map(({ subject }) => subject)
        .sort()
        .join(' ')}`,
  );

describe('a merge', () => {
  it('makes two incidents one, tells the end of the other, and can be undone', () => {
    const { operation, a, b, act } = started();
    operation.act({ ...act, kind: 'merge', incident: a, from: [b] });
    expect(shape(operation)).toEqual(['open: a b', 'resolved: ']);
    expect(operation.sent(day(0, BAD, 11)).sort()).toEqual(['resolved chat', 'updated chat']);
    expect(operation.state.incidents.find(({ id }) => id === b)).toMatchObject({
      mergedInto: a,
      resolution: { reason: 'duplicate', by: 'ann' },
    });
    operation.act({ ...act, kind: 'undo', incident: b });
    expect(shape(operation)).toEqual(['open: a', 'open: b']);
    expect(operation.sent(day(0, BAD, 12)).sort()).toEqual(['reopened chat', 'updated chat']);
    expect(operation.sent(day(0, BAD, 13))).toEqual([]);
  });

  it('keeps together what joins later, and ends once when all of it is over', () => {
    const { operation, a, b, act } = started();
    operation.act({ ...act, kind: 'merge', incident: a, from: [b] });
    operation.tick(day(0, BAD, 11));
    const sent = [1, 2, 3].map((i) => operation.sent(day(i, BAD)));
    expect(sent).toEqual([['opened chat'], [], ['resolved chat', 'resolved chat']]);
  });
});

describe('what was merged', () => {
  it('can be taken apart for as long as it is open, however little is kept of what is over', () => {
    const operation = new Operation(policyOf("rules: [{ id: low, when: 'pass_percentage < 90' }]"));
    operation.tick(day(0, BAD));
    const [a, b] = operation.state.incidents.map(({ id }) => id) as [string, string];
    operation.act({ by: 'ann', at: day(0, {}).at, kind: 'merge', incident: a, from: [b] });
    operation.tick(day(1, BAD));
    operation.tick(day(2, BAD));
    operation.act({ by: 'ann', at: day(2, {}).at, kind: 'undo', incident: b });
    expect(
      shape(operation)
        .filter((one) => one.startsWith('open'))
        .sort(),
    ).toEqual(['open: a', 'open: b', 'open: c']);
    operation.tick(day(3, BAD));
    operation.tick(day(4, BAD));
    expect(operation.state.incidents).toEqual([]);
  });
});

describe('a split', () => {
  it('gives alerts an incident of their own, and can be undone', () => {
    const { operation, a, b, act } = started();
    operation.act({ ...act, kind: 'merge', incident: a, from: [b] });
    operation.tick(day(0, BAD, 11));
    operation.act({ ...act, kind: 'split', incident: a, alerts: ['low/b'] });
    expect(shape(operation)).toEqual(['open: a', 'resolved: ', 'open: b']);
    expect(operation.sent(day(0, BAD, 12)).sort()).toEqual(['opened chat', 'updated chat']);
    const own = operation.state.incidents.find(({ splitFrom }) => splitFrom === a)!;
    operation.act({ ...act, kind: 'undo', incident: own.id });
    expect(shape(operation)).toEqual(['open: a b', 'resolved: ', 'resolved: ']);
    expect(operation.sent(day(0, BAD, 13)).sort()).toEqual(['resolved chat', 'updated chat']);
  });
});

describe('an incident that a person resolved', () => {
  it('ends with the reason, and what still fires opens nothing new before it has been good', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'resolve', incident: a, reason: 'fixed-upstream' });
    expect(operation.sent(day(0, BAD, 11))).toEqual(['resolved chat']);
    const lists = { a: [80, 80, 80, 99, 80], b: [80, 80, 80, 80, 80] };
    expect([1, 2, 3].map((i) => operation.sent(day(i, lists)))).toEqual([[], [], []]);
    expect(operation.sent(day(4, lists))).toEqual(['opened chat']);
  });
});

describe('an incident in somebody’s hands', () => {
  const at = (operation: Operation, id: string) => operation.state.incidents.find((one) => one.id === id)!;

  it('is theirs with what they said and expect, is handed over, and given back', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'acknowledge', incident: a, note: 'the export is slow', fixBy: 99 });
    expect(at(operation, a)).toMatchObject({
      ...{ state: 'acknowledged', acknowledgedBy: 'ann', fixBy: { at: 99, by: 'ann' } },
      events: [{}, { kind: 'acknowledged', by: 'ann', note: 'the export is slow' }],
    });
    operation.act({ ...act, kind: 'assign', incident: a, to: 'bob' });
    expect(at(operation, a)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'bob' });
    expect(operation.sent(day(0, BAD, 11))).toEqual(['updated chat']);
    operation.act({ ...act, kind: 'assign', incident: a, to: null });
    expect(at(operation, a)).toMatchObject({ state: 'open', acknowledgedBy: null });
    expect(operation.sent(day(0, BAD, 12))).toEqual(['updated chat']);
  });

  it('says that it is fixed, which can be taken back, and starts anew when it opens again', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'fixed', incident: a, note: 'reloaded' });
    expect(at(operation, a)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'ann', fixed: { by: 'ann' } });
    expect(operation.sent(day(0, BAD, 11))).toEqual(['updated chat']);
    operation.act({ ...act, kind: 'not-fixed', incident: a });
    expect(at(operation, a).fixed).toBeUndefined();
    operation.act({ ...act, kind: 'fixed', incident: a });
    const lists = { a: [80, 99, 80], b: [99, 99, 99], c: [99, 99, 99] };
    operation.tick(day(1, lists));
    expect(at(operation, a)).toMatchObject({ state: 'resolved', fixed: { by: 'ann' } });
    operation.tick(day(2, lists));
    expect(at(operation, a)).toMatchObject({ state: 'open', reopened: 1 });
    expect(at(operation, a).fixed).toBeUndefined();
  });

  it('is talked about without telling anybody, also after its end', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'comment', incident: a, note: 'looks like last week' });
    expect(operation.sent(day(0, BAD, 11))).toEqual([]);
    operation.act({ ...act, kind: 'resolve', incident: a, reason: 'expected', note: 'as announced' });
    operation.act({ ...act, kind: 'comment', incident: a, note: 'for the record' });
    expect(at(operation, a).events.map(({ note }) => note)).toEqual([
      undefined,
      'looks like last week',
      'as announced',
      'for the record',
    ]);
  });

  it('is opened again as long as it fires, and tells so', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'resolve', incident: a, reason: 'expected' });
    expect(operation.sent(day(0, BAD, 11))).toEqual(['resolved chat']);
    operation.act({ ...act, kind: 'reopen', incident: a, note: 'it goes on' });
    expect(at(operation, a)).toMatchObject({ state: 'open', resolution: null, reopened: 1, settled: [] });
    expect(operation.sent(day(0, BAD, 12))).toEqual(['reopened chat']);
    expect(operation.sent(day(1, BAD, 9))).toEqual(['opened chat']);
  });

  it('has a name, and a root that stays first whatever fires later', () => {
    const { operation, a, b, act } = started();
    operation.act({ ...act, kind: 'merge', incident: a, from: [b] });
    operation.act({ ...act, kind: 'name', incident: a, title: 'Half a load' });
    operation.act({ ...act, kind: 'root', incident: a, subject: 'b' });
    operation.tick(day(1, BAD));
    expect(at(operation, a)).toMatchObject({ title: 'Half a load', root: 'b', members: [{ subject: 'b' }, {}] });
    operation.act({ ...act, kind: 'name', incident: a, title: null });
    operation.act({ ...act, kind: 'root', incident: a, subject: null });
    operation.tick(day(2, { ...BAD, a: [80, 80, 70] }));
    expect(Object.keys(at(operation, a))).not.toContain('title');
    expect(at(operation, a).members[0]).toMatchObject({ subject: 'a' });
  });

  it('leaves what people said of it behind when a part goes', () => {
    const { operation, a, b, act } = started();
    operation.act({ ...act, kind: 'merge', incident: a, from: [b] });
    operation.act({ ...act, kind: 'name', incident: a, title: 'Half a load' });
    operation.act({ ...act, kind: 'fixed', incident: a });
    operation.act({ ...act, kind: 'split', incident: a, alerts: ['low/b'] });
    const part = operation.state.incidents.at(-1)!;
    expect([part.splitFrom, part.title, part.fixed]).toEqual([a, undefined, undefined]);
  });
});

describe('an act is refused with what was expected', () => {
  it.each([
    [
      'of an incident that there is not',
      { kind: 'acknowledge' as const, incident: 'inc-0' },
      'expected the id of an incident, got "inc-0"',
    ],
    [
      'for another reason than the policy’s',
      { kind: 'resolve' as const, reason: 'fixed-upstreem' },
      'got "fixed-upstreem"; did you mean "fixed-upstream"?',
    ],
    ['into itself', { kind: 'merge' as const, from: ['self'] }, 'expected the id of an incident, got "self"'],
    ['of nothing', { kind: 'merge' as const, from: [] }, 'expected other incidents to merge into'],
    ['of all alerts', { kind: 'split' as const, alerts: ['low/a'] }, 'expected some, not all, of the alerts'],
    ['of an alert that is elsewhere', { kind: 'split' as const, alerts: ['low/b'] }, 'got "low/b"'],
    ['of what was neither merged nor split', { kind: 'undo' as const }, 'which was not'],
    [
      'of nothing that was said',
      { kind: 'comment' as const, note: ' \n' },
      'expected a comment of 1 to 1000 characters',
    ],
    ['of too much that was said', { kind: 'acknowledge' as const, note: 'x'.repeat(1001) }, 'got 1001'],
    ['to a name that is none', { kind: 'assign' as const, to: '' }, 'expected a name of whoever gets it'],
    ['to a title that nobody reads', { kind: 'name' as const, title: 'x'.repeat(201) }, 'expected a title'],
    ['of a root that is elsewhere', { kind: 'root' as const, subject: 'constructor' }, 'got "constructor"'],
    ['of what nobody said is fixed', { kind: 'not-fixed' as const }, 'of which nobody did'],
    ['to open what is open', { kind: 'reopen' as const }, 'which is open'],
  ])('%s', (_title, act, message) => {
    const { operation, a, act: common } = started();
    expect(() => operation.act({ incident: a, ...common, ...act })).toThrow(message);
    expect(() => operation.act({ incident: a, ...common, ...act })).toThrow(
      expect.objectContaining({ code: 'incident-invalid' }),
    );
  });

  it('to open again what would end with the next tick, or is in another one', () => {
    const { operation, a, b, act } = started();
    operation.act({ ...act, kind: 'merge', incident: a, from: [b] });
    expect(() => operation.act({ ...act, kind: 'reopen', incident: b })).toThrow(`was merged into ${a}: undo that`);
    operation.tick(day(1, { a: [80, 99], b: [80, 99], c: [99, 99] }));
    expect(() => operation.act({ ...act, kind: 'reopen', incident: a })).toThrow('whose alerts are all over');
  });

  it('after the end', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'resolve', incident: a, reason: 'expected' });
    expect(() => operation.act({ ...act, kind: 'acknowledge', incident: a })).toThrow(
      'expected an incident that is open',
    );
  });
});
