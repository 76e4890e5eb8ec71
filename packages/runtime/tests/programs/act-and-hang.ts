import { SILENT_LOGGER, SYSTEM_CLOCK, type ArtifactStore } from '@dqs/core';
import * as store from '@dqs/store';

import { Audit } from '../../src/audit/audit.js';

/** Acts on the database of a folder; the journal is never reached, so that the process can be killed before it. */
const [folder, kind] = process.argv.slice(2) as [string, string];
const hang = () => new Promise<never>(() => undefined);
const say = (text: string) => void process.stdout.write(`${text}\n`);
const database = await store.openDatabase({ folder });
const unreachable = {
  get: () => (say('the change is there'), hang()),
  put: hang,
  head: hang,
  list: hang,
  delete: hang,
} as ArtifactStore;
const parts = { store, database, clock: SYSTEM_CLOCK, logger: SILENT_LOGGER };
const act = { actor: { id: 'ann' }, action: 'silence.add', targets: [{ kind: 'silence', id: kind }] };

if (kind === 'change') {
  const request = { match: { owner: ['ann'] }, from: 0, until: 1, by: 'ann', comment: 'a move', at: 0 };
  await new Audit({ ...parts, artifacts: unreachable }).changeAlerting(act, (alerting) =>
    alerting.addSilence('checks', request),
  );
} else {
  await new Audit({ ...parts, artifacts: undefined }).around({ ...act, action: 'model.promote' }, async () => {
    say('the act is under way');
    await hang();
  });
}
