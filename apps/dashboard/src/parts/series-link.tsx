import { seriesName } from '@dqs/core/wording';
import { Link } from 'wouter';

import { useSharedQuery } from '../data/url-state.js';

/** Where the page of a series is. */
export function seriesPath(id: string): string {
  return `/series/${encodeURIComponent(id)}`;
}

/** A series by its name, `orders · references`, which leads to its page. */
export function SeriesLink({
  row,
}: {
  readonly row: { readonly id: string; readonly dataset: string; readonly rule: string };
}) {
  const shared = useSharedQuery();
  const name = seriesName(row);
  return (
    <Link className="plain" href={seriesPath(row.id) + shared} title={name}>
      {name}
    </Link>
  );
}
