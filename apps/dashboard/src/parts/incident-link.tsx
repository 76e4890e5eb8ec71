import { Link } from 'wouter';

import { useSharedQuery } from '../data/url-state.js';

/** Where the page of an incident is. */
export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}

/** An incident by its id, which leads to its page; a dash where there is none. */
export function IncidentLink({ id }: { readonly id: string | null }) {
  const shared = useSharedQuery();
  if (id === null) return <span className="faint">–</span>;
  return <Link href={incidentPath(id) + shared}>{id}</Link>;
}
