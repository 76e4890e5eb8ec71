/** Where the page of an incident is. */
export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}
