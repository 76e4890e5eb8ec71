import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Problem } from '../frame/problem.js';
import { Loading } from './loading.js';

/** A page once it is there: before, its frame; where it cannot be read, why; where it could be read before, what was read. */
export function WithPage<T>({
  query,
  what,
  children,
}: {
  readonly query: UseQueryResult<T>;
  /** `The ledger could not be read.` begins with it. */
  readonly what: string;
  readonly children: (page: T) => ReactNode;
}) {
  const { data, error } = query;
  return (
    <>
      {error ? <Problem error={error} what={`${what} could not be read.`} /> : null}
      {data === undefined ? error ? null : <Loading what={`Reading ${what.toLowerCase()}`} /> : children(data)}
    </>
  );
}
