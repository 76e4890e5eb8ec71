import type { RecordFacts } from '@dqs/alerting';
import { WARNING_ODDS, WATCH_ODDS } from '@dqs/core';
import { wilsonInterval } from '@dqs/core/stats';
import { FEW_FORECASTS, oddsText } from '@dqs/core/wording';

/** Records are shown by fifths of the odds. */
const FIFTH = 0.2;

/** What odds are shown with. */
export interface OddsProps {
  /** In [0, 1]; null where nothing was said. */
  readonly odds: number | null;
  /** How often odds came true, by tenths. */
  readonly record: readonly RecordFacts[];
  readonly width?: number;
  /** From which odds people are warned. */
  readonly gate?: number;
  /** Whether the record is written out below. */
  readonly isWritten?: boolean;
}

/** A claim, 0 to 100, over how often such claims came true: dot and Wilson 95 % bracket; too few tell nothing. */
export function Odds({ odds, record, width = 84, gate = WARNING_ODDS, isWritten = false }: OddsProps) {
  if (odds === null) return <span className="faint">–</span>;
  const { from, to, hits, said } = fifthOf(odds, record);
  const isKnown = said >= FEW_FORECASTS;
  const x = (share: number) => 1 + share * (width - 2);
  const range = `${Math.round(100 * from)}–${Math.round(100 * to)} %`;
  const recordText = isKnown ? `said ${range}: true ${hits} of ${said}` : `said ${range}: too few to tell`;
  const { low, high } = wilsonInterval(hits, said);
  return (
    <span className="odds" title={recordText}>
      <b>
        {oddsText(odds).replace('\u00a0%', '')}
        <i> %</i>
      </b>
      <svg
        width={width}
        height={19}
        viewBox={`0 0 ${width} 19`}
        role="img"
        aria-label={`${oddsText(odds)} likely below target; ${recordText}`}
      >
        <rect className="track" x={0.5} y={2.5} width={width - 1} height={8} rx={2} />
        <rect className={oddsFill(odds)} x={1} y={3} width={Math.max(1, x(odds) - 1)} height={7} rx={1.5} />
        <line className="gate" x1={x(gate)} x2={x(gate)} y1={0} y2={13} />
        {isKnown ? (
          <>
            <path className="rec" d={`M${x(low)} 13.5V17.5M${x(low)} 15.5H${x(high)}M${x(high)} 13.5V17.5`} />
            <circle className="recdot" cx={x(hits / said)} cy={15.5} r={2} />
          </>
        ) : null}
      </svg>
      {isWritten ? <small>{recordText}</small> : null}
    </span>
  );
}

/** The class of what is filled for odds. */
export function oddsFill(odds: number): string {
  if (odds >= WARNING_ODDS) return 'fill-likely';
  return odds >= WATCH_ODDS ? 'fill-watch' : 'fill-calm';
}

/** The record of the fifth in which odds lie. */
export function fifthOf(odds: number, record: readonly RecordFacts[]): RecordFacts {
  const from = Math.min(4, Math.floor(odds / FIFTH + 1e-9)) * FIFTH;
  const to = from + FIFTH;
  const own = record.filter((one) => one.from > from - 0.01 && one.to < to + 0.01);
  const sum = (of: (one: RecordFacts) => number) => own.reduce((total, one) => total + of(one), 0);
  return { from, to, hits: sum(({ hits }) => hits), said: sum(({ said }) => said) };
}
