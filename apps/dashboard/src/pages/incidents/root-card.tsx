import { countText } from '@dqs/core/wording';
import { DataTable } from '@dqs/reports/components';
import type { IncidentPage, RootView } from '@dqs/runtime/pages';

import { useMay } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { DrawingCard } from '../../parts/chart-card.js';
import { useWidth } from '../../parts/use-width.js';

const HEIGHT = 110;

/** Where it probably began, and how the falls of the others lay to its own. */
export function RootCard({ page, root }: { readonly page: IncidentPage; readonly root: RootView }) {
  const counts = root.histogram?.counts ?? [];
  const columns = [
    { title: 'Days after', kind: 'number' as const },
    { title: 'Times', kind: 'number' as const },
  ];
  const table = (
    <DataTable
      label="Values of: days from a fall of the root to one of another member"
      columns={columns}
      rows={counts.map(({ lag, count }) => [lagText(lag), String(count)])}
    />
  );
  if (counts.length === 0) {
    return (
      <section className="card">
        <header>
          <h2>Suspected root</h2>
          <p>{root.name}</p>
        </header>
        <div className="pad">
          <Words page={page} root={root} />
        </div>
      </section>
    );
  }
  return (
    <DrawingCard title="Suspected root" note={root.name} table={table}>
      <div className="cols c-2">
        <Words page={page} root={root} />
        <Drawing root={root} />
      </div>
    </DrawingCard>
  );
}

function Words({ page, root }: { readonly page: IncidentPage; readonly root: RootView }) {
  const mayAct = useMay('silence') && page.phase !== 'resolved';
  const [, setAct] = useParam('act');
  const { name, leads, of, best, chosenBy, histogram } = root;
  const lag = best === null ? '' : best.lag === 1 ? 'one day' : countText(best.lag, 'day');
  return (
    <div>
      <p className="soft">
        {chosenBy === null ? null : (
          <>
            <b>{chosenBy}</b> named {name} as the root.{' '}
          </>
        )}
        {best === null ? (
          <>Nothing that was learned says that {name} goes before the others: it fired first, or costs the most.</>
        ) : (
          <>
            {name} leads{' '}
            <b>
              {leads} of {of}
            </b>{' '}
            other {of === 1 ? 'member' : 'members'} by {lag} (q = {Number(best.q.toPrecision(2))}, {best.seen} of{' '}
            {countText(best.of, 'fall')}
            {histogram === null ? '' : ` in ${histogram.days} days`}).
          </>
        )}
      </p>
      {mayAct ? (
        <p>
          <button type="button" className="link no-print" onClick={() => setAct('root')}>
            Not this? Choose another root
          </button>
        </p>
      ) : null}
    </div>
  );
}

function Drawing({ root }: { readonly root: RootView }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return <div ref={ref}>{width === 0 ? null : <Histogram root={root} width={width} />}</div>;
}

function Histogram({ root: { name, histogram, best }, width }: { readonly root: RootView; readonly width: number }) {
  const { counts } = histogram!;
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const step = (width - 20) / counts.length;
  const peak = best?.lag;
  const label = `Days from a fall of ${name} to one of another member: ${counts.map(({ lag, count }) => `${lagText(lag)} ${count}`).join(', ')}`;
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={label}>
      {counts.map(({ lag, count }, i) => {
        const tall = (count / most) * 64;
        const middle = 10 + i * step + step / 2;
        return (
          <g key={lag}>
            <rect
              className={lag === peak ? 'fill-accent' : 'exec'}
              x={10 + i * step + 4}
              y={84 - tall}
              width={Math.max(1, step - 8)}
              height={tall}
              rx={1}
            />
            <text className={lag === peak ? 'tick strong' : 'tick'} textAnchor="middle" x={middle} y={80 - tall}>
              {count}
            </text>
            <text className="tick" textAnchor="middle" x={middle} y={99}>
              {lag === 0 && step > 56 ? 'same day' : lagText(lag)}
            </text>
          </g>
        );
      })}
      <line className="axis" x1={10} x2={width - 10} y1={84.5} y2={84.5} />
    </svg>
  );
}

function lagText(lag: number): string {
  return lag > 0 ? `+${lag}` : lag < 0 ? `−${-lag}` : '0';
}
