import { AlertmanagerChannel, type Delivery } from '../../src/channels/index.js';
import { incidentMessage, type IncidentFacts } from '../../src/index.js';
import { EXAMPLE_FACTS, firstDelivery } from '../../src/testing/channel-messages.js';
import { alertmanagerProgram, startAlertmanager, type Alertmanager } from '../support/alertmanager.js';
import { localClient } from '../support/benches.js';

const program = alertmanagerProgram();
const withPeer = program === undefined ? describe.skip : describe;

/** Alertmanager compares with its own clock. */
const NOW = Date.now();
const MINUTE = 60_000;

withPeer('a real Alertmanager', () => {
  let peer: Alertmanager;
  let channel: AlertmanagerChannel;

  beforeAll(async () => {
    peer = await startAlertmanager(program!);
    channel = new AlertmanagerChannel({ url: `${peer.url}/` }, localClient());
  });
  afterAll(() => peer.stop());

  const factsOf = (incident: string, more: Partial<IncidentFacts> = {}): IncidentFacts => ({
    ...EXAMPLE_FACTS,
    incident,
    openedAt: NOW - 10 * MINUTE,
    knownAt: NOW - 5 * MINUTE,
    ...more,
  });

  async function told(delivery: Delivery): Promise<string> {
    const outcome = await channel.deliver(delivery);
    if (outcome.status !== 'sent') throw new Error(`expected it to be sent, got ${outcome.status}: ${outcome.why}`);
    return outcome.handle!;
  }

  async function activeOf(incident: string) {
    return (await peer.active()).filter(({ labels }) => labels['incident'] === incident);
  }

  it('shows an incident as one active alert that began when it opened, also after repeats', async () => {
    const message = incidentMessage(factsOf('INC-1'), { pages: 'https://dqs.example.com' });
    const handle = await told(firstDelivery(message));
    await told({ ...firstDelivery(message, 'msg_1', handle), attempt: 2 });
    const [alert, ...others] = await activeOf('INC-1');
    expect(others).toEqual([]);
    expect(alert!.annotations['summary']).toBe('Likely to fail: customers · fresh');
    expect(Date.parse(alert!.startsAt)).toBe(NOW - 10 * MINUTE);
    expect(alert!.labels).toEqual({
      alertname: 'DQS incident',
      incident: 'INC-1',
      owner: 'team-shop',
      severity: 'warning',
    });
  });

  it('ends the alert when the incident is resolved', async () => {
    const handle = await told(firstDelivery(incidentMessage(factsOf('INC-2'))));
    expect(await activeOf('INC-2')).toHaveLength(1);
    const end = factsOf('INC-2', { phase: 'resolved', knownAt: NOW - MINUTE, resolvedAt: NOW - MINUTE });
    await told(firstDelivery(incidentMessage(end), 'msg_2', handle));
    expect(await activeOf('INC-2')).toEqual([]);
  });

  it('has one alert for an incident whose severity rises: the former one ends in the same post', async () => {
    const handle = await told(firstDelivery(incidentMessage(factsOf('INC-3'))));
    const worse = factsOf('INC-3', { severity: 'critical', knownAt: NOW - 2 * MINUTE });
    await told(firstDelivery(incidentMessage(worse), 'msg_2', handle));
    expect((await activeOf('INC-3')).map(({ labels }) => labels['severity'])).toEqual(['critical']);
  });

  it('shows an incident again that opens again', async () => {
    const handle = await told(firstDelivery(incidentMessage(factsOf('INC-4'))));
    const end = factsOf('INC-4', { phase: 'resolved', resolvedAt: NOW - 3 * MINUTE });
    await told(firstDelivery(incidentMessage(end), 'msg_2', handle));
    const again = factsOf('INC-4', { knownAt: NOW - MINUTE, openedAt: NOW - 2 * MINUTE });
    await told(firstDelivery(incidentMessage(again), 'msg_3', handle));
    expect(await activeOf('INC-4')).toHaveLength(1);
  });
});
