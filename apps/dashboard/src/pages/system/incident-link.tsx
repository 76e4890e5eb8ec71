import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';

/** Where an incident of an alert about the system is. */
export function IncidentLink({ id }: { readonly id: string }) {
  const shared = useSharedQuery();
  return <Link href={`/incidents/${encodeURIComponent(id)}${shared}`}>{id}</Link>;
}
