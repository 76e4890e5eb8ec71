import { useLocation } from 'wouter';

import { useConnection } from '../../data/page-context.js';
import { idOfPath } from './series-id.js';

/**
 * The id of the series of this page. It is read off the address as it is written: the router has decoded a part of it, and ids hold
 * slashes and per cent signs of their own.
 */
export function useSeriesId(): string {
  useLocation();
  const { isOffline } = useConnection();
  return idOfPath(isOffline ? location.hash.slice(1) : location.pathname);
}
