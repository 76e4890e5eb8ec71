import { BarsFigure } from '@dqs/reports/components';
import type { ModelPage } from '@dqs/runtime/pages';

import { signedShareText } from '../../parts/figure-text.js';

/** How much of the naive forecast's error is spared at each source. */
export function Sources({ page: { sources } }: { readonly page: ModelPage }) {
  if (sources.length === 0) return null;
  const worse = sources.filter(({ skill }) => skill !== null && skill < 0).length;
  const chart = {
    title: 'Loss by source',
    note: '28 days, against naive',
    finding:
      worse === 0 ? 'Better than naive at every source' : `Worse than naive at ${worse} of ${sources.length} sources`,
    of: { label: 'source', value: 'skill' },
    bars: sources.map(({ source, skill }) => ({
      label: source,
      value: 100 * (skill ?? 0),
      text: signedShareText(skill),
      role: (skill ?? 0) < 0 ? ('failing' as const) : ('forecast' as const),
    })),
  };
  return <BarsFigure chart={chart} />;
}
