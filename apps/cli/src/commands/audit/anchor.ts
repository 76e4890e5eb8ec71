import { DqsError } from '@dqs/core';
import { fileAnchor } from '@dqs/core/audit';
import { whole } from '@dqs/reports/text';
import {
  actorOf,
  anchorAudit,
  gitAnchor,
  openStore,
  signingKeys,
  syslogAnchor,
  webhookAnchor,
  withAudit,
  type AnchorWriter,
} from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<'store' | 'databaseUrl' | 'anchorTo' | 'anchorGit' | 'anchorUrl' | 'anchorSyslog' | 'by'>;

/** `dqs audit anchor`: signs what the log holds, and writes it elsewhere. */
export async function anchorLog({ settings, hooks }: Context): Promise<CommandResult> {
  const places = placesOf(settings);
  const keys = await signingKeys(openStore(required(settings.store, 'store')));
  const by = { actor: { id: actorOf(settings) } };
  const anchored = await withAudit(settings, hooks, async (audit) => {
    const done = [];
    for (const to of places) done.push({ place: to.place, ...(await anchorAudit(audit, by, keys, to)) });
    return done;
  });
  const lines = anchored.map(({ place, size }) => `${whole(size)} entries are anchored: ${place}\n`);
  return { json: { anchored, key: keys.verifier }, text: () => `${lines.join('')}verified by ${keys.verifier}\n` };
}

/** Where to; of a URL the record names the host alone, since the rest may be a secret. */
function placesOf({ anchorTo, anchorGit, anchorUrl, anchorSyslog }: Context['settings']) {
  const places: (AnchorWriter & { readonly place: string })[] = [];
  if (anchorTo !== undefined) places.push({ ...fileAnchor(anchorTo), place: anchorTo });
  if (anchorGit !== undefined) places.push({ ...gitAnchor(anchorGit), place: anchorGit });
  if (anchorUrl !== undefined) places.push({ ...webhookAnchor(anchorUrl), place: new URL(anchorUrl).host });
  if (anchorSyslog !== undefined) places.push({ ...syslogAnchor(anchorSyslog), place: new URL(anchorSyslog).host });
  if (places.length > 0) return places;
  throw new DqsError(
    'config-invalid',
    'expected --to, --git, --webhook or --syslog: where the checkpoint is written to, got none',
  );
}
