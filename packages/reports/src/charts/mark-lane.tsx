/** @jsxRuntime automatic */
import type { Course, CourseMark } from './data/course.js';

/** Height of the lane of marks. */
export const LANE = 34;
/** Where a box stands above the plot, and its size. */
const [BOX_Y, BOX] = [-30, 14];
/** Words of a mark further right than this share stand on its left. */
const TURN = 0.8;
/** Marks nearer to the one before than this share of the width have their letter alone. */
const ROOM = 0.11;

/** What happened at some places: a lettered box and words in the lane above, a dotted line down. */
export function MarkLane({
  course: { marks = [], places },
  height,
}: {
  readonly course: Course;
  readonly height: number;
}) {
  const count = Math.max(1, places.labels.length);
  const shareOf = ({ place }: CourseMark) => (place + 0.5) / count;
  return marks.map((mark, i) => {
    const share = shareOf(mark);
    const isLeft = share > TURN;
    const next = marks[isLeft ? i - 1 : i + 1];
    const hasRoom = next === undefined || Math.abs(shareOf(next) - share) > ROOM;
    return <Mark mark={mark} share={share} isLeft={isLeft} hasWords={hasRoom} height={height} key={mark.place} />;
  });
}

interface MarkProps {
  readonly mark: CourseMark;
  readonly share: number;
  readonly isLeft: boolean;
  readonly hasWords: boolean;
  readonly height: number;
}

function Mark({ mark: { letter, text }, share, isLeft, hasWords, height }: MarkProps) {
  const x = `${Math.round(share * 1e4) / 100}%`;
  const beside = letter === undefined ? 5 : BOX / 2 + 4;
  return (
    <svg x={x} y={0} overflow="visible" className="happened">
      <line className="down" x1={0} x2={0} y1={letter === undefined ? BOX_Y : BOX_Y + BOX} y2={height} />
      {letter === undefined ? null : (
        <>
          <rect className="box" x={-BOX / 2} y={BOX_Y} width={BOX} height={BOX} rx={3} />
          <text className="letter" x={0} y={BOX_Y + 11} textAnchor="middle">
            {letter}
          </text>
        </>
      )}
      {hasWords ? (
        <text
          className={letter === undefined ? 'lab strong halo' : 'lab words'}
          x={isLeft ? -beside : beside}
          y={BOX_Y + 11}
          textAnchor={isLeft ? 'end' : 'start'}
        >
          {text}
        </text>
      ) : (
        <title>{text}</title>
      )}
    </svg>
  );
}
