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
  ])('%s', (_title, act, message) => {
    const { operation, a, act: common } = started();
    expect(() => operation.act({ incident: a, ...common, ...act })).toThrow(message);
    expect(() => operation.act({ incident: a, ...common, ...act })).toThrow(
      expect.objectContaining({ code: 'incident-invalid' }),
    );
  });

  it('after the end', () => {
    const { operation, a, act } = started();
    operation.act({ ...act, kind: 'resolve', incident: a, reason: 'expected' });
    expect(() => operation.act({ ...act, kind: 'acknowledge', incident: a })).toThrow(
      'expected an incident that is open',
    );
  });
});
