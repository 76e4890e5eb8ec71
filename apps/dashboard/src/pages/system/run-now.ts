import { useAct } from '../../parts/use-act.js';

/** Has workers do a kind of job now. */
export function useRunNow() {
  return useAct({
    send: async (client, kind: string) => {
      const { data } = await client.POST('/api/v1/jobs/{kind}/run', { params: { path: { kind } } });
      if (data!.why !== null) throw new Error(data!.why);
      return data!;
    },
    told: ({ kind, put, paused }) => {
      if (paused !== null) return `${kind} is paused by ${paused.by}: resume it first`;
      return put > 0
        ? `${kind} is put: a worker does it within seconds`
        : `${kind}: nothing is due, and what there is was put already`;
    },
  });
}
