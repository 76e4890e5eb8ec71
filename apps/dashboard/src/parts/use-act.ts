import type { DqsClient } from '@dqs/client';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';

import { useConnection } from '../data/page-context.js';
import { useToast } from '../frame/toasts.js';

/** Something that is done on the server. */
export interface Act<Given, Made> {
  readonly send: (client: DqsClient, given: Given) => Promise<Made>;
  /** What is told once it is done; without it, what is done shows by itself. */
  readonly told?: (made: Made, given: Given) => string;
  /** Takes it back, from where it is told. */
  readonly undo?: (client: DqsClient, made: Made, given: Given) => Promise<unknown>;
  readonly onDone?: (made: Made, given: Given) => void;
}

/** Does something on the server, tells of it with the way back, and has pages read again. */
export function useAct<Given = void, Made = unknown>(act: Act<Given, Made>): UseMutationResult<Made, Error, Given> {
  const { send, told, undo, onDone } = act;
  const { client } = useConnection();
  const queries = useQueryClient();
  const toast = useToast();
  const renew = () => queries.invalidateQueries({ queryKey: ['page'] });
  return useMutation({
    mutationFn: (given: Given) => send(client, given),
    onSuccess: (made, given) => {
      const back = undo && (() => undo(client, made, given).then(renew));
      if (told) toast({ text: told(made, given), ...(back && { undo: back }) });
      onDone?.(made, given);
      return renew();
    },
  });
}
