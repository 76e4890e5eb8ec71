import fc from 'fast-check';

import { incidentMessage, textMessage, threadNote, type IncidentFacts } from '../../src/index.js';
import { expectGolden } from '../support/golden.js';
import { SCENES } from '../support/incident-214.js';

const LINKS = { pages: 'https://dqs.example.com/' };
const scene = (name: string) => SCENES.find((one) => one.name === name)!;
const linesOf = (facts: IncidentFacts) => textMessage(incidentMessage(facts)).split('\n');

describe('the message about an incident', () => {
  it.each(SCENES)('$name reads as its golden file, thread and notification included', ({ name, facts, event }) => {
    const message = incidentMessage(facts, LINKS);
    const actions = message.actions.map(({ label, url }) => `[${label}] ${url}`);
    const thread = event === undefined ? [] : ['', `Thread: ${threadNote(facts.incident, event, facts.timeZone).text}`];
    const parts = [textMessage(message), ...actions, '', `Notification: ${message.fallback}`, ...thread];
    expectGolden(`text/${name}.txt`, `${parts.join('\n')}\n`);
  });

  it.each(SCENES)('$name survives JSON and has at most five lines', ({ facts }) => {
    const message = incidentMessage(facts, LINKS);
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
    expect(linesOf(facts).length).toBeLessThanOrEqual(5);
  });

  it('a cascade of fifty series is named by two of them and counted', () => {
    const { facts } = scene('2-failed');
    const member = { dataset: 'orders', rule: 'references', target: 97, state: 'failing' } as const;
    const members = Array.from({ length: 50 }, (_, i) => ({ ...member, rule: `r${i}` }));
    expect(incidentMessage({ ...facts, subject: { kind: 'series', members } }).what).toBe(
      'orders · r0, orders · r1 and 48 more',
    );
  });

  it('texts from elsewhere add no line, whatever they hold', () => {
    const { facts } = scene('3-critical');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const evil = `${text}\n\r\u2028${text}`;
        const member = { dataset: evil, rule: evil, target: 95, state: 'failing' } as const;
        const lines = linesOf({
          ...facts,
          incident: evil,
          owner: evil,
          title: evil,
          reason: evil,
          holder: evil,
          note: evil,
          subject: { kind: 'series', members: [member] },
        });
        expect(lines.length).toBeLessThanOrEqual(5);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028]/u);
      }),
      { numRuns: 40 },
    );
  });

  it('nothing said before a day claims no verdict, and a wrong warning is called a false alarm', () => {
    const { facts } = scene('2-failed');
    const told = (said: { odds: number; warned: boolean } | undefined, isBelow: boolean) =>
      linesOf({
        ...facts,
        subject: {
          kind: 'series',
          members: [
            {
              dataset: 'a',
              rule: 'b',
              target: 95,
              state: 'failing',
              result: { day: 20_000, passes: 1, executions: 2, isBelow, ...(said && { said }) },
            },
          ],
        },
      })[1];
    expect(told(undefined, true)).toBe('a of Fri 4 Oct 2024: 1 of 2 passed, 50.0\u00a0%, target 95.');
    expect(told({ odds: 0.7, warned: true }, false)).toContain('We had said 70\u00a0%: a false alarm.');
    expect(told({ odds: 0.4, warned: false }, true)).toContain('We had said 40\u00a0%: missed.');
    expect(told({ odds: 0.4, warned: false }, false)).toContain('We had said 40\u00a0%: right.');
  });

  it('an incident that nobody owns says so, and one without pages has no links', () => {
    const message = incidentMessage(scene('11-worse-than-naive').facts);
    expect(textMessage(message)).toMatch(/\nNo owner · INC-220 · degraded · known at 07:12$/);
    expect(message.actions).toEqual([]);
  });
});
