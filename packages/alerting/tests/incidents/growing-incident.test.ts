import type { Incident, IncidentMember } from '../../src/index.js';
import { GrowingIncident } from '../../src/incidents/growing-incident.js';
import { LeadGraph } from '../../src/incidents/leads.js';

const NO_LEADS = new LeadGraph([]);

const member = (alert: string, subject: string, day: number, over: Partial<IncidentMember> = {}): IncidentMember => ({
  alert,
  rule: alert.split('/')[0]!,
  level: 'series',
  subject,
  labels: { dataset: subject },
  severity: 'warning',
  cost: 1,
  reasons: [],
  firedAt: day * 86_400_000,
  day,
  joinedBy: 'group',
  group: 'g',
  ledBy: null,
  resolvedAt: null,
  movedFrom: null,
  ...over,
});

const incidentOf = (...members: readonly IncidentMember[]): Incident =>
  ({ id: 'i', state: 'open', severity: 'warning', members, events: [] }) as unknown as Incident;
const joined = { at: 5, kind: 'joined', text: 'it joined' } as const;
const alertsOf = ({ members }: Incident) => members.map(({ alert }) => alert);

describe('an incident that alerts join', () => {
  it('keeps every member that it had, also several of one subject, and has them by their onset', () => {
    const growing = new GrowingIncident(
      incidentOf(member('late/a', 'a', 9), member('null/a', 'a', 8), member('late/b', 'b', 7)),
    );
    growing.join(member('range/a', 'a', 6), joined);
    expect(alertsOf(growing.whole(NO_LEADS))).toEqual(['range/a', 'late/b', 'null/a', 'late/a']);
    expect(growing.firstOf('a')?.alert).toBe('range/a');
    expect(growing.firstOf('b')?.alert).toBe('late/b');
    expect(growing.firstOf('c')).toBeUndefined();
  });

  it('knows which of a subject came first before anything joins', () => {
    const growing = new GrowingIncident(incidentOf(member('late/a', 'a', 9), member('null/a', 'a', 8)));
    expect(growing.firstOf('a')?.alert).toBe('null/a');
  });

  it('has the member in the place of the one that it was before', () => {
    const growing = new GrowingIncident(incidentOf(member('late/a', 'a', 9), member('null/a', 'a', 8)));
    growing.join(member('null/a', 'a', 8, { cost: 7 }), joined);
    const { members } = growing.whole(NO_LEADS);
    expect(members.map(({ alert, cost }) => [alert, cost])).toEqual([
      ['null/a', 7],
      ['late/a', 1],
    ]);
  });

  it('becomes as grave as the gravest member, tells so once, and never less grave', () => {
    const growing = new GrowingIncident(incidentOf(member('late/a', 'a', 9)));
    growing.join(member('null/a', 'a', 8, { severity: 'critical' }), joined);
    growing.join(member('range/a', 'a', 8), joined);
    const { severity, events } = growing.whole(NO_LEADS);
    expect(severity).toBe('critical');
    expect(events.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'joined: it joined',
      'severity: warning became critical',
      'joined: it joined',
    ]);
  });

  it('is the very same where nothing has joined', () => {
    const incident = incidentOf(member('late/a', 'a', 9));
    expect(new GrowingIncident(incident).whole(NO_LEADS)).toBe(incident);
  });
});
