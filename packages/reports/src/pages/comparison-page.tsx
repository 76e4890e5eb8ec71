/** @jsxRuntime automatic */
import type { BackendComparison } from '@dqs/pipelines';

import { BarsFigure } from '../charts/bars-figure.js';
import { backendErrors, trainingTimes } from '../charts/data/comparison.js';
import { Card, Empty } from '../components/card.js';
import { DataTable, numberColumns } from '../components/data-table.js';
import { htmlPage } from '../html/page.js';
import { COMPARISON_TITLES, comparisonCells, naiveCells } from '../text/comparison-text.js';
import { counted } from '../text/numbers.js';
import { shown, typeset } from '../text/typeset.js';

type Backends = BackendComparison['backends'];

/** A comparison of backends as one HTML file that needs nothing else. */
export function comparisonPage(comparison: BackendComparison, { createdAt }: { readonly createdAt: Date }): string {
  const [first] = comparison.backends;
  const { from, to, rows, horizon } = first?.evaluation ?? { from: '', to: '', rows: 0, horizon: 1 };
  const ahead = `${counted(horizon, 'day')} ahead`;
  return htmlPage({
    title: first ? `Backends compared, ${from} to ${to}` : 'Backends compared',
    heading: 'Backends compared',
    scope: first ? `${from} to ${to} · ${counted(rows, 'forecast')} ${ahead}` : 'no forecasts',
    lead: first ? <Lead backends={comparison.backends} /> : undefined,
    createdAt,
    children: <Comparison {...comparison} />,
  });
}

function Lead({ backends }: { readonly backends: Backends }) {
  const [best] = backends;
  const { model, naive, bestNaive } = best!.evaluation.scores[0]!;
  const fastest = [...backends].sort((a, b) => a.trainMs - b.trainMs)[0]!;
  return (
    <>
      <b>{best!.backend}</b> has {backends.length === 1 ? 'an error of' : 'the least error,'}{' '}
      <b>{shown(model.mae)} points</b>; the best naive forecast, {bestNaive}, has {shown(naive[bestNaive]!.mae)}.
      {backends.length === 1
        ? null
        : ` ${fastest.backend === best!.backend ? 'It also' : fastest.backend} trains fastest.`}
    </>
  );
}

function Comparison({ backends, skipped }: BackendComparison) {
  if (backends.length === 0)
    return (
      <div className="cards">
        <Card title="Mean absolute error">
          <Empty title="No backend could be measured" why="Below is why each was left out." command="dqs doctor" />
        </Card>
        <Skipped skipped={skipped} />
      </div>
    );
  return (
    <div className="cards two">
      <BarsFigure chart={backendErrors(backends)} />
      <BarsFigure chart={trainingTimes(backends)} />
      <Card title="All figures" note="memory is what training and forecasting added to reading the input" wide flow>
        <FigureTable backends={backends} />
      </Card>
      <Skipped skipped={skipped} />
    </div>
  );
}

function FigureTable({ backends }: { readonly backends: Backends }) {
  const naive = naiveCells(backends[0]!);
  const rows = [
    ...backends.map((one) => [one.backend, ...comparisonCells(one)]),
    [`best naive: ${naive.name}`, ...naive.cells],
  ].map(([name, ...cells]) => [name, ...cells.map((cell) => typeset(cell) || '–')]);
  return <DataTable label="All figures" columns={numberColumns('backend', COMPARISON_TITLES)} rows={rows} />;
}

function Skipped({ skipped }: Pick<BackendComparison, 'skipped'>) {
  if (skipped.length === 0) return null;
  return (
    <Card title="Left out" wide padded>
      <dl className="kv">
        {skipped.map(({ backend, reason }) => (
          <div key={backend}>
            <dt>{backend}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
