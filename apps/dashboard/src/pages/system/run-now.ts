import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useConnection } from '../../data/page-context.js';
import { useToast } from '../../frame/toasts.js';

/** Has workers do a kind of job now. */
export function useRunNow() {
  const { client } = useConnection();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: async (kind: string) => {
      const { data } = await client.POST('/api/v1/jobs/{kind}/run', { params: { path: { kind } } });
      if (data!.why !== null) throw new Error(data!.why);
      return data!;
    },
    onSuccess: ({ kind, put, paused }) => {
      const text =
        paused !== null
          ? `${kind} is paused by ${paused.by}: resume it first`
          : put > 0
            ? `${kind} is put: a worker does it within seconds`
            : `${kind}: nothing is due, and what there is was put already`;
      toast({ text });
      return queries.invalidateQueries({ queryKey: ['page'] });
    },
  });
}
