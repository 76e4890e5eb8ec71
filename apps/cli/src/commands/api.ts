import type { ServeSettings } from '@dqs/api';
import type { AppHooks } from '@dqs/runtime';

import type { CommandContext, CommandResult } from '../run.js';

type Names = keyof ServeSettings;

/** `dqs api`: serves until it is interrupted. */
export async function serve({ settings, hooks }: CommandContext<Names>): Promise<CommandResult> {
  const { serveApi } = await import('@dqs/api');
  let url = '';
  await serveApi(settings, hooks, (listening) => {
    ({ url } = listening);
    sayListening(listening, hooks);
  });
  return { json: { url, stopped: true }, text: () => `${url} has stopped\n` };
}

/** Where it listens, and loudly if nobody is asked for a key. */
export function sayListening(
  { url, asksForKeys }: { readonly url: string; readonly asksForKeys: boolean },
  { logger }: AppHooks,
): void {
  const who = asksForKeys
    ? 'who asks needs an API key'
    : 'nobody is asked for a key: everyone on this machine may do everything; --auth keys asks';
  logger.warn({ url, asksForKeys }, `listening on ${url}; ${who}`);
}
