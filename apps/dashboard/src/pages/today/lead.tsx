import { countText } from '@dqs/core/wording';
import type { TodayPage } from '@dqs/runtime/pages';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';

/** The one sentence that the page proves. */
export function Lead({ page }: { readonly page: TodayPage }) {
  const { needsCount: needs, likelyCount, newlyCount, series } = page;
  const shared = useSharedQuery();
  if (series === 0) return <p className="lead">There are no series here yet.</p>;
  const isQuiet = needs === 0 && likelyCount === 0;
  return (
    <p className="lead">
      {isQuiet ? (
        <>
          <b>Nothing needs you.</b> None of {countText(series, 'series', 'series')} is likely to miss its target today.
        </>
      ) : (
        <>
          {needs === 0 ? (
            'Nothing needs you. '
          ) : (
            <>
              <b>
                <Link href={`/incidents${shared}`}>{countText(needs, 'incident')}</Link>
              </b>{' '}
              {needs === 1 ? 'needs' : 'need'} you.{' '}
            </>
          )}
          {likelyCount === 0 ? (
            'No series is likely to miss its target today.'
          ) : (
            <>
              <b>
                <a href="#likely">{countText(likelyCount, 'series', 'series')}</a>
              </b>{' '}
              will probably miss {likelyCount === 1 ? 'its' : 'their'} target today
              {newlyCount > 0 ? (
                <>
                  , <b>{newlyCount}</b> of them newly
                </>
              ) : null}
              .
            </>
          )}
        </>
      )}{' '}
      <Yesterday page={page} />
      <Late page={page} />
    </p>
  );
}

function Yesterday({ page: { yesterday } }: { readonly page: TodayPage }) {
  const { right, wrong, fixed, waiting, missed } = yesterday;
  const warnings = right + wrong + fixed + waiting;
  const parts: readonly (readonly [number, string])[] = [
    [right, 'came true'],
    [wrong, 'did not'],
    [fixed, fixed === 1 ? 'was fixed in time' : 'were fixed in time'],
    [waiting, waiting === 1 ? 'still waits' : 'still wait'],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (warnings === 0)
    return <>{missed === 0 ? 'Yesterday was quiet, as we had said.' : `We missed ${missed} yesterday.`}</>;
  return (
    <>
      Of yesterday’s <b>{countText(warnings, 'warning')}</b>, {listed(told)}
      {missed > 0 ? `; we missed ${missed}` : ''}.
    </>
  );
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

/** Sources that should have arrived: the first few by name. */
const MOST_NAMED = 3;

function Late({ page: { arrived } }: { readonly page: TodayPage }) {
  const late = arrived.filter(({ state, arrived: at }) => at === null && (state === 'silent' || state === 'late'));
  if (late.length === 0) return null;
  const named: ReactNode[] = late.slice(0, MOST_NAMED).map(({ source }, i) => (
    <span key={source}>
      {i === 0 ? '' : i === Math.min(late.length, MOST_NAMED) - 1 && late.length <= MOST_NAMED ? ' and ' : ', '}
      <b>{source}</b>
    </span>
  ));
  const more = late.length - MOST_NAMED;
  return (
    <>
      {' '}
      {named}
      {more > 0 ? ` and ${more} more` : ''} {late.length === 1 ? 'has' : 'have'} not arrived.
    </>
  );
}
