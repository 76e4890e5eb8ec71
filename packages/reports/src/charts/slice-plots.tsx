/** @jsxRuntime automatic */
import { GridRows } from '@visx/grid';
import { Group } from '@visx/group';
import { scaleLinear } from '@visx/scale';

import { markReader, type Reading } from './chart-figure.js';
import type { TrialAxis, TrialLines } from './data/trials.js';
import { STRETCHED } from './scales.js';

const [HEIGHT, AIR, LABELS] = [140, 8, 22];

/** A small plot for each parameter: its values across, the CRPS upwards. */
export function SlicePlots({ trials, at, onRead, scrub }: Reading & { readonly trials: TrialLines }) {
  return (
    <div className="slices">
      {trials.axes.slice(0, -1).map((axis, i) => (
        <div key={axis.name}>
          <h3>{axis.name}</h3>
          <SlicePlot trials={trials} of={i} at={at} onRead={onRead} />
        </div>
      ))}
      {scrub}
    </div>
  );
}

interface SliceProps extends Pick<Reading, 'at' | 'onRead'> {
  readonly trials: TrialLines;
  /** Which parameter. */
  readonly of: number;
}

function SlicePlot({ trials: { axes, lines }, of, at, onRead }: SliceProps) {
  const [axis, crps] = [axes[of]!, axes.at(-1)!];
  const scale = scaleLinear<number>({ domain: [0, 1], range: [HEIGHT, 0] });
  return (
    <div className="course">
      <CrpsTicks crps={crps} />
      <svg
        className="plot"
        width="100%"
        height={AIR + HEIGHT + LABELS}
        role="img"
        aria-label={`Error by ${axis.name}, ${lines.length} trials`}
        onPointerMove={markReader(onRead)}
      >
        <Group top={AIR}>
          <svg viewBox={`0 0 ${STRETCHED} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none">
            <GridRows className="rows" scale={scale} tickValues={[0, 0.5, 1]} width={STRETCHED} stroke="" />
          </svg>
          {[...lines.keys()].reverse().map((row) => {
            const { places, rank } = lines[row]!;
            const place = places[of];
            return place === null || place === undefined ? null : (
              <circle
                className={`spot ${rank}${row === at ? ' at' : ''}`}
                data-row={row}
                key={row}
                cx={`${Math.round(place * 1e4) / 100}%`}
                cy={Math.round(scale(places.at(-1)!) * 10) / 10}
                r={rank === 'best' ? 5 : 3.5}
              />
            );
          })}
        </Group>
        <ParameterTicks axis={axis} />
      </svg>
    </div>
  );
}

/** The ticks of the CRPS keep their texts; only their places are on the axis. */
function CrpsTicks({ crps }: { readonly crps: TrialAxis }) {
  return (
    <svg width={48} height={AIR + HEIGHT + LABELS} aria-hidden="true">
      {crps.ticks.map(({ place, text }) => (
        <text className="tick" key={place} x={40} y={AIR + Math.round(HEIGHT * (1 - place)) + 4} textAnchor="end">
          {text}
        </text>
      ))}
    </svg>
  );
}

function ParameterTicks({ axis }: { readonly axis: TrialAxis }) {
  return axis.ticks.map(({ place, text }) => (
    <text
      className="tick"
      key={place}
      x={`${100 * place}%`}
      y={AIR + HEIGHT + 18}
      textAnchor={place === 0 ? 'start' : place === 1 ? 'end' : 'middle'}
    >
      {text}
    </text>
  ));
}
