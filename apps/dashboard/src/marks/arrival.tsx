import type { ArrivalRow } from '@dqs/runtime/pages';

const DAY = 1440;

/** A clock of minutes of the day: `05:42`; past midnight of the next day, `01:30 +1 d`. */
export function clockText(minute: number): string {
  const days = Math.floor(Math.round(minute) / DAY);
  return days > 0 ? `${hourText(minute)} +${days} d` : hourText(minute);
}

function hourText(minute: number): string {
  const of = ((Math.round(minute) % DAY) + DAY) % DAY;
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
}

/** A limit that is later than all else by more than this, minutes, is not on the clock: it would press the others together. */
const FAR = 240;

/** The clock that all sources share: from the first usual arrival to the last limit that is not far off, and now, with air. */
export function clockOf(rows: readonly ArrivalRow[], now: number): readonly [from: number, to: number] {
  const known = (of: (row: ArrivalRow) => number | null) => rows.map(of).filter((one) => one !== null);
  const minutes = [
    now,
    ...known(({ usual }) => usual),
    ...known(({ by95 }) => by95),
    ...known(({ arrived }) => arrived),
  ];
  const [from, to] = [Math.min(...minutes), Math.max(...minutes)];
  return [from - 20, Math.max(to, ...known(({ by99 }) => by99).filter((one) => one <= to + FAR)) + 20];
}

/** What the arrival of a source is drawn from. */
export interface ArrivalProps {
  readonly row: ArrivalRow;
  readonly now: number;
  readonly clock: readonly [from: number, to: number];
  readonly width: number;
}

/** On a clock that all sources share: box usual to 95 %, tick 99 %, dot arrived, dotted waiting, amber past it, vertical now. */
export function Arrival({ row: { usual, by95, by99, arrived, state }, now, clock: [from, to], width }: ArrivalProps) {
  const x = (minute: number) => Math.min(width, Math.max(0, ((minute - from) / (to - from)) * width));
  const label = [
    arrived === null ? 'not arrived' : `arrived ${clockText(arrived)}`,
    usual === null ? 'too few days to know when it usually does' : `usual ${clockText(usual)}`,
    by99 === null ? '' : `on 99 of 100 days by ${clockText(by99)}`,
  ].filter((part) => part !== '');
  return (
    <svg width={width} height={22} viewBox={`0 0 ${width} 22`} role="img" aria-label={label.join(', ')}>
      <line className="gridline" x1={0} x2={width} y1={11} y2={11} />
      {usual === null || by95 === null ? null : (
        <rect className="usual" x={x(usual)} y={6} width={Math.max(2, x(by95) - x(usual))} height={10} rx={2} />
      )}
      {by99 === null || by99 > to ? null : <line className="target" x1={x(by99)} x2={x(by99)} y1={4} y2={18} />}
      <line className="now" x1={x(now)} x2={x(now)} y1={0} y2={22} />
      {arrived !== null ? (
        <circle className="dot" cx={x(arrived)} cy={11} r={4} />
      ) : usual !== null && now > usual ? (
        <rect
          className={state === 'silent' || state === 'late' ? 'waitlate' : 'wait'}
          x={x(usual)}
          y={9.5}
          width={Math.max(0, x(now) - x(usual))}
          height={3}
        />
      ) : null}
    </svg>
  );
}

/** Half of what `05:42` is wide, pixels. */
const HALF = 17;

/** Full hours of the shared clock, at most three. */
export function ArrivalAxis({ clock: [from, to], width }: Pick<ArrivalProps, 'clock' | 'width'>) {
  const every = Math.max(60, Math.ceil((to - from) / 180) * 60);
  const first = Math.ceil(from / every) * every;
  const ticks: number[] = [];
  for (let minute = first; minute <= to; minute += every) ticks.push(minute);
  const x = (minute: number) => ((minute - from) / (to - from)) * width;
  return (
    <svg width={width} height={12} viewBox={`0 0 ${width} 12`} aria-hidden="true">
      {ticks.map((minute) => (
        <text
          className="tick"
          key={minute}
          x={Math.min(width - HALF, Math.max(HALF, x(minute)))}
          y={10}
          textAnchor="middle"
        >
          {hourText(minute)}
        </text>
      ))}
    </svg>
  );
}
