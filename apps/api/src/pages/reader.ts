import type { PageReader } from '@dqs/runtime/pages';
import { ACTIONS, mayDo, type Principal } from '@dqs/runtime/serving';

/** Somebody as far as pages offer acts and show what concerns every tenant. */
export function readerOf(principal: Principal): PageReader {
  return {
    actions: ACTIONS.filter((action) => mayDo(principal, action)),
    isUnlimited: principal.tenants === undefined,
  };
}
