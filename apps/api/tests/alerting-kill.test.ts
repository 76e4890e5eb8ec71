import { markOf, NO_ALERTS, silenceOf, type Incident } from '@dqs/alerting';
import { formatDay, parseDay, SILENT_LOGGER } from '@dqs/core';
import { parseAuditEntry } from '@dqs/core/audit';
import { auditIn, type Audit } from '@dqs/runtime';
import { openDatabase, type StoreDatabase } from '@dqs/store';
import type { FastifyInstance } from 'fastify';

import { CutWire, type Cut } from './support/cut-wire.js';
import { openWorld, serverOf, storeIn, type World } from './support/world.js';

/** Incidents, of which each is acted on once. */
const INCIDENTS = 100;
const NAME = 'checks';

let world: World;
let wire: CutWire;
let mortal: StoreDatabase;
let server: FastifyInstance;
/** The log as somebody else sees it. */
let log: Audit;

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  const database = world.database!;
  await putIncidents();
  wire = await CutWire.to(database);
  mortal = await openDatabase({ url: wire.url });
  const hooks = { logger: SILENT_LOGGER, clock: world.clock };
  log = await auditIn(database, {}, hooks);
  const audit = await auditIn(mortal, {}, hooks);
  server = await serverOf({ ...world.services, audit, alerting: { store: storeIn(mortal) } });
});
afterAll(async () => {
  await server?.close();
  await mortal?.close();
  await wire?.close();
  await world?.close();
});

async function putIncidents(): Promise<void> {
  const { store } = world.services.alerting!;
  const { version, state } = await store.load(NAME);
  const [first] = state.incidents;
  const incidents = Array.from({ length: INCIDENTS }, (_, i): Incident => ({ ...first!, id: `many-${i}` }));
  const act = { kind: 'acknowledge', at: 1, by: 'x', incident: 'x' } as const;
  const step = { kind: 'act', at: 1, policy: 'p', act } as const;
  const next = { ...NO_ALERTS, ...state, incidents: [...state.incidents, ...incidents] };
  await store.transact((tx) => store.save(tx, { name: NAME, before: version, state: next, incidents, step }));
}

/** Whether the log says that something was done to a target. */
async function isRecorded(action: string, id: string): Promise<boolean> {
  const entries = (await log.entries.read(1, 100_000)).map((bytes) => parseAuditEntry(bytes)!);
  return entries.some(
    (one) => one.action === action && one.outcome === 'done' && one.targets.some((target) => target.id === id),
  );
}

interface Act {
  readonly action: string;
  /** Asks for it, and tells what it was about. */
  readonly ask: (attempt: number) => Promise<string>;
  readonly isThere: (id: string) => Promise<boolean>;
}

async function post(url: string, payload?: object): Promise<void> {
  await server.inject({ method: 'POST', url: `/api/v1/${url}`, ...(payload && { payload }) });
}

const silences = () => world.services.alerting!.store.silences(NAME);
const marks = () => world.services.alerting!.store.marks(NAME);
const SERIES = 'acme/orders/101';
const DAY = parseDay('2026-05-01')!;
const SILENCE = { match: { dataset: ['orders'] }, until: '2026-06-01T00:00:00Z' };
const isIn = (state: string) => async (id: string) =>
  (await world.services.alerting!.store.incident(NAME, id))!.state === state;

const ACTS: readonly Act[] = [
  {
    action: 'incident.acknowledge',
    ask: async (attempt) => {
      await post(`incidents/many-${attempt}/acknowledge`);
      return `many-${attempt}`;
    },
    isThere: isIn('acknowledged'),
  },
  {
    action: 'incident.resolve',
    ask: async (attempt) => {
      await post(`incidents/many-${attempt}/resolve`, { reason: 'fixed' });
      return `many-${attempt}`;
    },
    isThere: isIn('resolved'),
  },
  {
    action: 'silence.add',
    ask: async (attempt) => {
      const asked = { ...SILENCE, comment: `move ${attempt}` };
      await post('silences', asked);
      const [at, by] = [world.clock.now(), 'local user'];
      return silenceOf({ match: asked.match, from: at, until: Date.parse(asked.until), comment: asked.comment, by, at })
        .id;
    },
    isThere: async (id) => (await silences()).some((one) => one.id === id),
  },
  {
    action: 'silence.end',
    ask: async (attempt) => {
      const [at, by] = [world.clock.now(), 'ann'];
      const comment = `stop ${attempt}`;
      const request = { match: SILENCE.match, from: at, until: Date.parse(SILENCE.until), comment, by, at };
      const { id } = await world.services.alerting!.store.addSilence(NAME, request);
      await server.inject({ method: 'DELETE', url: `/api/v1/silences/${id}` });
      return id;
    },
    isThere: async (id) => (await silences()).find((one) => one.id === id)!.ended !== null,
  },
  {
    action: 'mark.add',
    ask: async (attempt) => {
      const said = { series: SERIES, kind: 'fixed' as const, comment: `dug out ${attempt}` };
      await post('marks', { ...said, day: formatDay(DAY) });
      return markOf({ ...said, day: DAY, at: world.clock.now(), by: 'local user' }).id;
    },
    isThere: async (id) => (await marks()).some((one) => one.id === id),
  },
  {
    action: 'mark.withdraw',
    ask: async (attempt) => {
      const said = { series: SERIES, kind: 'fixed' as const, comment: `all wrong ${attempt}` };
      const { id } = await world.services.alerting!.store.addMark(NAME, {
        ...said,
        day: DAY,
        at: world.clock.now(),
        by: 'ann',
      });
      await server.inject({ method: 'DELETE', url: `/api/v1/marks/${id}` });
      return id;
    },
    isThere: async (id) => (await marks()).find((one) => one.id === id)!.withdrawn !== null,
  },
];

describe('a server that dies at any message of', () => {
  let attempt = 0;
  const [BOTH, NEITHER] = ['both', 'neither'];

  it.each(ACTS)('$action leaves the change with its entry, or neither of them', async ({ action, ask, isThere }) => {
    for (const cut of ['before', 'after'] as readonly Cut[]) {
      const found: string[] = [];
      for (let messages = 0; ; messages += 1) {
        attempt += 1;
        wire.cutAfter(messages, cut);
        const id = await ask(attempt);
        const wasCut = wire.isCut;
        if (wasCut) await wire.settled();
        wire.mend();
        const [change, entry] = [await isThere(id), await isRecorded(action, id)];
        found.push(
          change === entry ? (change ? BOTH! : NEITHER!) : `${change ? 'change' : 'entry'} alone after ${messages}`,
        );
        if (!wasCut) break;
      }
      expect(new Set(found)).toEqual(new Set([NEITHER, BOTH]));
      expect(found.length).toBeGreaterThan(4);
      // The last of all was not cut; of the others one died with its commit on its way, and does not know of it.
      if (cut === 'after') expect(found.slice(0, -1)).toContain(BOTH);
    }
  });
});
