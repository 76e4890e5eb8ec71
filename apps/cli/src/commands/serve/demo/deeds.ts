import { markOf, type AlertingStore } from '@dqs/alerting';
import { MS_PER_DAY, type ArtifactStore } from '@dqs/core';
import { auditBatches, parseAuditEntry } from '@dqs/core/audit';
import { factId } from '@dqs/pipelines';
import { type Audit, openStore } from '@dqs/runtime';
import { ApiKeys, webhooksIn } from '@dqs/runtime/serving';
import type { StoreDatabase } from '@dqs/store';

import { keyState } from '../../keys/open-keys.js';
import { keyOf } from './history.js';
import { modelMoves } from './models.js';
import type { PlayedClock } from './calendar.js';
import { KEYS, MARKS, OPERATOR, SILENCES, WEBHOOK } from './people.js';
import { ALERTING } from './policies.js';
import type { DemoSettings, World } from './world.js';

/** Something that a person does at a time, milliseconds. Done again it changes nothing. */
export interface Deed {
  readonly at: number;
  readonly do: () => Promise<void>;
}

/** What deeds are done in. */
export interface DeedPlace {
  readonly world: World;
  readonly settings: DemoSettings;
  readonly database: StoreDatabase;
  readonly alerting: AlertingStore<unknown>;
  readonly audit: Audit;
  readonly clock: PlayedClock;
}

/** Where in the morning people do what they do. */
const AT_WORK = 0.9;

/** What people did in a year, but for what they did about incidents; in the order of time. */
export async function deedsOf(place: DeedPlace): Promise<readonly Deed[]> {
  const deeds = [...marks(place), ...silences(place), ...keys(place), webhook(place), ...(await moves(place))];
  return deeds.sort((a, b) => a.at - b.at);
}

/** A little before the end of a morning so many days before today, so that it has happened by now. */
function timeOf({ world: { calendar } }: DeedPlace, ago: number): number {
  return calendar.morning(calendar.today - ago, AT_WORK);
}

function marks(place: DeedPlace): Deed[] {
  const { alerting, audit } = place;
  return MARKS.map(({ ago, series, ...said }) => {
    const at = timeOf(place, ago);
    const request = { ...said, series: factId(keyOf(series)), day: place.world.calendar.today - ago - 1, at };
    const { id } = markOf(request);
    const targets = [{ kind: 'mark', id }, ...[{ kind: 'series', id: request.series }]];
    const { at: _, by: __, ...after } = request;
    const act = { actor: { id: said.by }, action: 'mark.add', targets, after };
    const isSaid = async () => (await alerting.marks(ALERTING)).some((one) => one.id === id);
    return {
      at,
      do: async () => {
        if (!(await isSaid())) await audit.changeAlerting(act, (store) => store.addMark(ALERTING, request));
      },
    };
  });
}

function silences(place: DeedPlace): Deed[] {
  const { alerting, audit } = place;
  return SILENCES.map(({ ago, days, match, by, comment }) => {
    const at = timeOf(place, ago);
    const request = { match, from: at, until: at + days * MS_PER_DAY, by, comment, at };
    const after = { match: { ...match } as Record<string, string[]>, from: at, until: request.until, comment };
    const act = { actor: { id: by }, action: 'silence.add', targets: [{ kind: 'silence', id: comment }], after };
    return {
      at,
      do: async () => {
        if ((await alerting.silences(ALERTING)).some((one) => one.at === at)) return;
        await audit.changeAlerting(act, (store) => store.addSilence(ALERTING, request));
      },
    };
  });
}

function keys(place: DeedPlace): Deed[] {
  const { settings, clock, audit } = place;
  const kept = new ApiKeys(openStore(settings.store) satisfies ArtifactStore, { clock });
  return KEYS.map(({ ago, days, isRevoked, ...asked }) => ({
    at: timeOf(place, ago),
    do: async () => {
      if ((await kept.list()).some(({ name }) => name === asked.name)) return;
      const act = { actor: { id: OPERATOR }, action: 'key.create', targets: [{ kind: 'key-name', id: asked.name }] };
      const made = { ...asked, env: 'demo', by: OPERATOR, lifetimeMs: days * MS_PER_DAY };
      const { key } = await audit.around(
        act,
        () => kept.create(made),
        ({ key: one }) => ({ targets: [{ kind: 'key', id: one.id }], after: keyState(one) }),
      );
      if (isRevoked) await kept.revoke(key.id, OPERATOR);
    },
  }));
}

function webhook(place: DeedPlace): Deed {
  const { database, clock, audit } = place;
  const { url, types, ago } = WEBHOOK;
  return {
    at: timeOf(place, ago),
    do: async () => {
      const webhooks = await webhooksIn(database, {}, clock);
      if ((await webhooks.list(undefined)).length > 0) return;
      const act = { actor: { id: OPERATOR }, action: 'webhook.create', targets: [{ kind: 'webhook', id: 'new' }] };
      await audit.around(
        act,
        () => webhooks.create({ url, types, by: OPERATOR }),
        ({ webhook: { id } }) => ({ targets: [{ kind: 'webhook', id }], after: { types: [...types] } }),
      );
    },
  };
}

/** The moves of models are done when they are: what the audit log says of them stands among what people did. */
async function moves({ settings, audit }: DeedPlace): Promise<Deed[]> {
  const last = await lastAuditTime(audit);
  return (await modelMoves(settings))
    .filter(({ at }) => at > last)
    .map(({ at, event }) => ({ at, do: async () => void (await audit.record(event)) }));
}

async function lastAuditTime({ entries }: Audit): Promise<number> {
  let last = -1;
  for await (const batch of auditBatches(entries)) last = Date.parse(parseAuditEntry(batch.at(-1)!)!.at);
  return last;
}
