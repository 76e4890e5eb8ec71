import { MS_PER_DAY } from '@dqs/core';
import type { TodayPage as TodayFacts } from '@dqs/runtime/pages';
import { dateText, localTime } from '@dqs/core/wording';

import { usePage } from '../../data/use-page.js';
import { useParam } from '../../data/url-state.js';
import { useFrame } from '../../data/page-context.js';
import { WithPage } from '../../parts/page-state.js';
import { useTitle } from '../../parts/use-title.js';
import { Arrived } from './arrived.js';
import { Changed } from './changed.js';
import { Graded } from './graded.js';
import { Lead } from './lead.js';
import { Likely } from './likely.js';
import { Needs } from './needs.js';

/** What has not arrived, what needs somebody, what is likely to fail, how yesterday's warnings did, what changed. */
export default function TodayPage() {
  useTitle('Today');
  const query = usePage<TodayFacts>('/today');
  return (
    <WithPage query={query} what="The morning">
      {(page) => <Morning page={page} />}
    </WithPage>
  );
}

function Morning({ page }: { readonly page: TodayFacts }) {
  return (
    <>
      <Printed page={page} />
      <div className="title">
        <h1>
          {new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(page.day * MS_PER_DAY)}
        </h1>
        <Buttons page={page} />
      </div>
      <Lead page={page} />
      <div className="cols c-main">
        <div>
          <Needs page={page} />
          <Likely page={page} />
        </div>
        <div>
          <Arrived page={page} />
          <Graded page={page} />
          <Changed page={page} />
        </div>
      </div>
    </>
  );
}

function Buttons({ page: { knownAt, isNow } }: { readonly page: TodayFacts }) {
  const [, setKnownAt] = useParam('known_at');
  const at = (ms: number) => new Date(ms).toISOString().slice(0, 19) + 'Z';
  return (
    <div className="btns">
      <button type="button" className="btn sm" onClick={() => setKnownAt(at(knownAt - MS_PER_DAY))}>
        ‹ The day before
      </button>
      {isNow ? null : (
        <button
          type="button"
          className="btn sm"
          onClick={() => setKnownAt(knownAt + MS_PER_DAY < Date.now() ? at(knownAt + MS_PER_DAY) : undefined)}
        >
          The day after ›
        </button>
      )}
      <button type="button" className="btn sm" onClick={() => window.print()}>
        Print
      </button>
    </div>
  );
}

/** The first line on paper: page, scope, known at. */
function Printed({ page: { day, knownAt, timeZone, series } }: { readonly page: TodayFacts }) {
  const [owner] = useParam('owner');
  const [source] = useParam('source');
  const { organization } = useFrame();
  const parts = [
    `Today, ${dateText(day, day)} ${new Date(day * MS_PER_DAY).getUTCFullYear()}`,
    `known at ${localTime(knownAt, timeZone).clock} ${timeZone}`,
    owner ?? 'all teams',
    source ?? 'all sources',
    `${series} series`,
    ...(organization === null ? [] : [organization]),
  ];
  return <p className="printed">{parts.join(' · ')}</p>;
}
