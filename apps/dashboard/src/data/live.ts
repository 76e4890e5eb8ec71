import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { useConnection } from './page-context.js';

/** What happens together is shown together. */
const GATHER_MS = 200;

/** Whether the server tells what happens. */
export type LiveState = 'connecting' | 'live' | 'lost';

/** Follows the events of the server, and has every page that is shown asked for again when something has happened. */
export function useLive(isOn: boolean): LiveState {
  const { client, isOffline } = useConnection();
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    if (!isOn || isOffline) return;
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async () => {
      const onConnection = (isThere: boolean) => setState(isThere ? 'live' : 'lost');
      for await (const _ of client.events({ signal: ended.signal, onConnection })) {
        clearTimeout(timer);
        timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['page'] }), GATHER_MS);
      }
    };
    follow().catch(() => ended.signal.aborted || setState('lost'));
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }, [client, isOffline, isOn, queries]);
  return state;
}
