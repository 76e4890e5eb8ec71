import { Empty, StateShape } from '@dqs/reports/components';
import type { ModelPage, MoveRow } from '@dqs/runtime/pages';

import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { dayOfText, whenText } from '../../parts/when.js';
import { modelPath } from './models-page.js';

/** Moves that stand here; the rest is in the table. */
const SHOWN = 8;

/** What happened to aliases, from the journal of the registry. */
export function Aliases({ page }: { readonly page: ModelPage }) {
  const { name, registry, verified, timeZone, knownAt } = page;
  const moves = registry?.moves ?? [];
  const checked =
    verified === null
      ? ''
      : verified.isIntact
        ? `, verified ${whenText(verified.at, timeZone, knownAt)}`
        : ', not as it was written';
  return (
    <section className="card" id="aliases">
      <header>
        <h2>Aliases</h2>
        <p>from the journal{checked}</p>
      </header>
      {moves.length === 0 ? (
        <Empty
          title="No alias has been moved"
          why="A promotion points an alias at a version: that of production is what people see."
          command={`dqs registry promote ${name}@latest production`}
        />
      ) : (
        <ol className="log days">
          {moves.slice(0, SHOWN).map((move, i, all) => (
            <Move move={move} page={page} isLast={i === all.length - 1} key={move.entry} />
          ))}
        </ol>
      )}
      <footer>
        <span>{moves.length > SHOWN ? `${moves.length - SHOWN} earlier ones` : null}</span>
        <Twins path={modelPath(name)} table="aliases" />
      </footer>
    </section>
  );
}

interface MoveProps {
  readonly move: MoveRow;
  readonly page: ModelPage;
  readonly isLast: boolean;
}

function Move({ move, page: { timeZone, knownAt }, isLast }: MoveProps) {
  const { at, alias, by, how, reason } = move;
  return (
    <li className={isLast ? 'ev last' : 'ev'} {...ROW}>
      <time className="nowrap" dateTime={new Date(at).toISOString()}>
        {dayOfText(at, timeZone, knownAt).slice(4)}
      </time>
      {how === 'rolled-back' || how === 'refused' ? (
        <StateShape state="failing" />
      ) : (
        <span className={alias === 'production' ? 'node f' : 'node'} />
      )}
      <div>
        <p>
          <b>{alias}</b> {moveText(move)}
        </p>
        <p className="small soft">
          by {by}
          {reason === null ? '' : `, ${reason}`}
        </p>
      </div>
    </li>
  );
}

function moveText({ from, to, how }: MoveRow): string {
  switch (how) {
    case 'promoted':
      return from === null ? `→ ${to!}` : `${from} → ${to!}`;
    case 'overridden':
      return `${from ?? 'nothing'} → ${to!}, over its gates`;
    case 'rolled-back':
      return `${to!} ← rolled back from ${from ?? 'nothing'}`;
    case 'refused':
      return `stays at ${from ?? 'nothing'}: the gates refused ${to!}`;
    case 'deleted':
      return `deleted, was ${from ?? 'nothing'}`;
  }
}
