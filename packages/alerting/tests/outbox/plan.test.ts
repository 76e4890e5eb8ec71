import { CHANNEL_ABILITIES } from '../../src/channels/index.js';
import { incidentMessage, planMessages, type IncidentFacts, type PlanRequest } from '../../src/index.js';
import { EXAMPLE_FACTS, EXAMPLE_NOTE } from '../../src/testing/channel-messages.js';

const message = (more: Partial<IncidentFacts> = {}) => incidentMessage({ ...EXAMPLE_FACTS, ...more });
const LATER = { knownAt: EXAMPLE_FACTS.knownAt + 86_400_000 };
const OVER = { phase: 'resolved', resolvedAt: EXAMPLE_FACTS.knownAt + 1000 } as const;

function plan(more: Partial<PlanRequest> = {}) {
  const base = { id: 's1', receiver: 'slack-data', abilities: CHANNEL_ABILITIES.slack, wanted: message(), now: 7 };
  return planMessages({ ...base, ...more });
}

describe('the plan of messages', () => {
  it('begins with a post, without a line for followers that there are not yet', () => {
    const { action, messages } = plan({ note: EXAMPLE_NOTE });
    const queued = { id: 's1', receiver: 'slack-data', subject: 'INC-214', anew: false, createdAt: 7 };
    expect([action, messages]).toEqual(['post', [{ ...queued, content: message() }]]);
  });

  it('changes the message and adds a line where the channel takes one', () => {
    const request = { previous: message(), wanted: message({ severity: 'critical' }), note: EXAMPLE_NOTE };
    expect(plan(request)).toMatchObject({
      action: 'update',
      why: 'it is critical, and was warning',
      messages: [{ id: 's1' }, { id: 's1:note', content: EXAMPLE_NOTE }],
    });
    expect(plan({ ...request, abilities: CHANNEL_ABILITIES.pagerduty }).messages).toHaveLength(1);
  });

  it('says nothing if nothing has changed but the time', () => {
    const { subject } = EXAMPLE_FACTS;
    const forecastOfThatDay = { subject, ...LATER, timeZone: 'Europe/Berlin' };
    expect(plan({ previous: message(), wanted: message() })).toMatchObject({
      action: 'nothing',
      why: 'nothing has changed',
      messages: [],
    });
    const minuteLater = { knownAt: EXAMPLE_FACTS.knownAt + 60_000 };
    expect(plan({ previous: message(), wanted: message(minuteLater) }).action).toBe('nothing');
    expect(plan({ previous: message(), wanted: message(forecastOfThatDay) }).action).toBe('update');
  });

  it('tells an end once, and none of what was never told or to whom ends are not told', () => {
    expect(plan({ previous: message(), wanted: message(OVER) }).why).toBe('it is resolved, and was open');
    expect(plan({ previous: message(OVER), wanted: message({ ...OVER, reason: 'other' }) }).why).toBe(
      'its end has been told',
    );
    expect(plan({ wanted: message(OVER) }).why).toBe('it is over and was never told');
    expect(plan({ previous: message(), wanted: message(OVER), resolve: false }).why).toBe(
      'the receiver is not told of ends',
    );
  });

  it('tells an incident that opens again', () => {
    expect(plan({ previous: message(OVER), wanted: message() }).action).toBe('update');
  });

  it.each(['teams', 'email'] as const)('tells %s, which cannot edit, of changes of state alone', (channel) => {
    const abilities = CHANNEL_ABILITIES[channel];
    const reasoned = message({ reason: 'another reason' });
    expect(plan({ abilities, previous: message(), wanted: reasoned }).why).toBe('its state has not changed');
    expect(plan({ abilities, previous: message(), wanted: message({ severity: 'critical' }) }).action).toBe('update');
    expect(plan({ abilities, previous: message(), wanted: message(OVER) }).action).toBe('update');
  });

  it('with update: new posts changes of state as messages of their own, and ends the last', () => {
    const worse = plan({ update: 'new', previous: message(), wanted: message({ severity: 'critical' }) });
    expect(worse.messages.map(({ anew }) => anew)).toEqual([true]);
    const over = plan({ update: 'new', previous: message(), wanted: message(OVER) });
    expect(over.messages.map(({ anew }) => anew)).toEqual([false]);
    expect(plan({ update: 'new', previous: message(), wanted: message({ reason: 'another' }) }).action).toBe('nothing');
  });

  it('is the same however often it is asked', () => {
    const request = { previous: message(), wanted: message(OVER), note: EXAMPLE_NOTE };
    expect(plan(request)).toEqual(plan(request));
  });
});
