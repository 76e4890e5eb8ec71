/** @jsxRuntime automatic */
import { ChartFigure } from './chart-figure.js';
import type { TrialLines } from './data/trials.js';
import { trialsTable } from './data/values-table.js';
import { ParallelPlot } from './parallel-plot.js';
import { SlicePlots } from './slice-plots.js';

interface TrialsFigureProps {
  readonly trials: TrialLines;
}

const FOOTER = 'The axis of the CRPS leaves out the worst tenth of the trials; they stand at its end.';

/** Every completed trial as a line through its parameters to its CRPS; the best stands out. */
export function ParallelFigure({ trials }: TrialsFigureProps) {
  return (
    <ChartFigure
      title="Parallel coordinates"
      note="a line for each completed trial"
      footer={FOOTER}
      {...shared(trials)}
    >
      {(reading) => <ParallelPlot trials={trials} {...reading} />}
    </ChartFigure>
  );
}

/** The CRPS against each parameter alone, a dot for every completed trial. */
export function SlicesFigure({ trials }: TrialsFigureProps) {
  return (
    <ChartFigure title="Slices" note="the CRPS against each parameter alone" footer={FOOTER} {...shared(trials)}>
      {(reading) => <SlicePlots trials={trials} {...reading} />}
    </ChartFigure>
  );
}

function shared(trials: TrialLines) {
  return { wide: true, table: trialsTable(trials), keys: trials.axes.map(() => ''), start: 0 };
}
