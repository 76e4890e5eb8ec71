import { Empty } from '@dqs/reports/components';
import { Link } from 'wouter';

import { useSharedQuery } from '../data/url-state.js';

/** Nothing is at that address. */
export function NotFound() {
  const shared = useSharedQuery();
  return (
    <section className="card">
      <Empty title="There is no such page" why="The address leads nowhere, or to what you may not see." />
      <p className="center">
        <Link href={`/today${shared}`}>Go to today</Link>
      </p>
    </section>
  );
}
