import { useQuery } from '@tanstack/react-query';

import { useConnection } from '../../data/page-context.js';

/** A part of a sum, in percentage points. */
export interface Part {
  readonly name: string;
  readonly meaning: string;
  readonly value: number | string | null;
  readonly points: number;
}

/** What the version that issued a forecast makes of its features. */
export interface Explained {
  readonly unexplained: string | null;
  readonly expected: { readonly base: number; readonly parts: readonly Part[] } | null;
  readonly difference: number | null;
}

/** The explanation of a forecast; nothing is asked for in a file. */
export function useExplanation(forecast: string | undefined) {
  const { client, isOffline } = useConnection();
  return useQuery({
    queryKey: ['explanation', forecast],
    enabled: forecast !== undefined && !isOffline,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const path = { params: { path: { id: forecast! } }, signal };
      return (await client.GET('/api/v1/ledger/{id}/explanation', path)).data as unknown as Explained;
    },
  });
}

/** Steps of a waterfall: the greatest parts by name, the others and what the results changed since together. */
export function waterfall(
  { expected, difference }: Explained,
  most = 5,
): readonly { readonly text: string; readonly points: number }[] {
  const { parts } = expected!;
  const isHistory = ({ name }: Part) => name === 'history';
  const named = parts.filter((part) => !isHistory(part) && Math.abs(part.points) >= 0.05).slice(0, most);
  const rest = parts.filter((part) => !named.includes(part)).reduce((sum, { points }) => sum + points, 0);
  return [
    ...named.map((part) => ({ text: textOf(part), points: part.points })),
    { text: 'history', points: rest - (difference ?? 0) },
  ];
}

/** `last result, 89.6` */
export function textOf({ meaning, value }: Part): string {
  if (value === null || value === '') return meaning;
  const shown = typeof value === 'string' ? value : Number(value.toPrecision(3)).toString();
  return `${meaning}: ${shown}`;
}
