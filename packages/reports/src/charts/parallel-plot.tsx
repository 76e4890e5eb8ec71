/** @jsxRuntime automatic */
import { Group } from '@visx/group';
import { LinePath } from '@visx/shape';

import { markReader, type Reading } from './chart-figure.js';
import type { Line, TrialAxis, TrialLines } from './data/trials.js';
import { STRETCHED } from './scales.js';

/** Height of the axes, space above them for their names and below; least width of an axis with its labels. */
const [HEIGHT, TOP, BOTTOM, AXIS] = [220, 34, 14, 104];
/** Width of a character of a name, about, and the gap to the next name. */
const [CHARACTER, GAP] = [7.2, 12];

/** Upright axes side by side, as wide as their place; where that is too narrow they scroll in it. */
export function ParallelPlot({ trials, at, onRead, scrub }: Reading & { readonly trials: TrialLines }) {
  const { axes, lines } = trials;
  const best = lines.find(({ rank }) => rank === 'best');
  const finding = best
    ? `${lines.length} completed trials by their parameters; the best, trial ${best.trial}: ${axes.map(({ name }, i) => `${name} ${best.texts[i]}`).join(', ')}`
    : 'No completed trial';
  return (
    <div className="scroll" role="region" aria-label="Parallel coordinates" tabIndex={0}>
      <div className="parallel" style={{ minWidth: widthOfAxis(axes) * axes.length }}>
        <svg
          className="plot"
          width="100%"
          height={TOP + HEIGHT + BOTTOM}
          role="img"
          aria-label={finding}
          onPointerMove={markReader(onRead)}
        >
          <Group top={TOP}>
            <svg viewBox={`0 0 ${STRETCHED} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none">
              {[...lines.keys()].reverse().map((row) => (
                <TrialPath line={lines[row]!} row={row} isRead={row === at} key={row} />
              ))}
            </svg>
            {axes.map((axis, i) => (
              <UprightAxis axis={axis} x={`${(100 * (i + 0.5)) / axes.length}%`} key={axis.name} />
            ))}
          </Group>
        </svg>
        {scrub}
      </div>
    </div>
  );
}

/** As wide as the longest name, so that no two of them meet. */
function widthOfAxis(axes: readonly TrialAxis[]): number {
  const longest = Math.max(0, ...axes.map(({ name }) => name.length));
  return Math.max(AXIS, Math.ceil(CHARACTER * longest + GAP));
}

interface TrialPathProps {
  readonly line: Line;
  readonly row: number;
  readonly isRead: boolean;
}

function TrialPath({ line: { places, rank }, row, isRead }: TrialPathProps) {
  const points = places.flatMap((place, i) =>
    place === null ? [] : [{ x: ((i + 0.5) * STRETCHED) / places.length, y: HEIGHT * (1 - place) }],
  );
  return (
    <LinePath
      className={`trial ${rank}${isRead && rank !== 'best' ? ' at' : ''}`}
      data-row={row}
      data={points}
      x={({ x }) => Math.round(x * 10) / 10}
      y={({ y }) => Math.round(y * 10) / 10}
      fill=""
      stroke=""
    />
  );
}

function UprightAxis({ axis: { name, ticks }, x }: { readonly axis: TrialAxis; readonly x: string }) {
  return (
    <>
      <line className="rule" x1={x} x2={x} y1={0} y2={HEIGHT} />
      <text className="tick strong" x={x} y={-16} textAnchor="middle">
        {name}
      </text>
      {ticks.map(({ place, text }) => (
        <text className="tick halo" key={place} x={x} dx={5} y={Math.round(HEIGHT * (1 - place)) + 4}>
          {text}
        </text>
      ))}
    </>
  );
}
