import { countText, durationText } from '@dqs/core/wording';
import { State } from '@dqs/reports/components';
import type { IncidentPage as IncidentFacts } from '@dqs/runtime/pages';
import { Link, useParams } from 'wouter';

import { useParam, useSharedQuery } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { WithPage } from '../../parts/page-state.js';
import { useTitle } from '../../parts/use-title.js';
import { whenText } from '../../parts/when.js';
import { Acts } from './acts.js';
import { GridCard } from './grid-card.js';
import { Happened } from './happened.js';
import { Members } from './members.js';
import { incidentPath } from '../../parts/incident-link.js';
import { RootCard } from './root-card.js';
import { Similar } from './similar.js';
import { Steps } from './steps.js';
import { Told } from './told.js';

/** An incident: how far it has come, what is in it, where it began, what happened, who was told. */
export default function IncidentPage() {
  const { id = '' } = useParams<{ id: string }>();
  useTitle(id);
  const query = usePage<IncidentFacts>(incidentPath(id));
  return (
    <WithPage query={query} what="The incident">
      {(page) => (page.id === id ? <Incident page={page} /> : null)}
    </WithPage>
  );
}

function Incident({ page }: { readonly page: IncidentFacts }) {
  return (
    <>
      <p className="printed">
        {page.id}, known at {whenText(page.knownAt, page.timeZone, page.knownAt)} {page.timeZone}
      </p>
      <Head page={page} />
      <Steps page={page} />
      <div className="cols c-main">
        <div>
          {page.grid.rows.length === 0 ? null : <GridCard page={page} />}
          <Members page={page} />
          {page.root === null ? null : <RootCard page={page} root={page.root} />}
          <Similar page={page} />
        </div>
        <div>
          <Happened page={page} />
          <Told page={page} />
        </div>
      </div>
    </>
  );
}

function Head({ page }: { readonly page: IncidentFacts }) {
  const shared = useSharedQuery();
  const [, setSource] = useParam('source');
  const { id, what, state, source, phase } = page;
  return (
    <div className="title">
      <div>
        <p className="small">
          <Link href={`/incidents${shared}`}>Incidents</Link>
          {source === null ? null : (
            <>
              {' / '}
              <button type="button" className="link" onClick={() => setSource(source)}>
                {source}
              </button>
            </>
          )}
        </p>
        <div className="named">
          <h1>{what}</h1>
          {phase === 'resolved' || state === 'resolved' ? (
            <State state="ok" word="Resolved" pill />
          ) : (
            <State state={state} pill />
          )}
        </div>
        <p>
          {id} · <Facts page={page} />
        </p>
      </div>
      <Acts page={page} />
    </div>
  );
}

function Facts({ page }: { readonly page: IncidentFacts }) {
  const shared = useSharedQuery();
  const { series, source, owner, holder, phase, openedAt, endedAt, knownAt, mergedInto, splitFrom, resolution } = page;
  const length = durationText((endedAt ?? knownAt) - openedAt);
  return (
    <>
      {countText(series, 'series', 'series')}
      {source === null ? '' : ` of ${source}`} · {owner ?? 'No owner'} ·{' '}
      {mergedInto !== null ? (
        <>
          merged into <Link href={incidentPath(mergedInto) + shared}>{mergedInto}</Link>
        </>
      ) : phase === 'resolved' ? (
        <>
          <b>{resolution}</b>
          {page.resolvedBy === null ? '' : ` by ${page.resolvedBy}`} after {length}
        </>
      ) : (
        <>
          {holder === null ? (
            <span className="nobody">nobody has it</span>
          ) : (
            <>
              <b>{holder}</b> has it
            </>
          )}{' '}
          · open for {length}
        </>
      )}
      {splitFrom === null ? null : (
        <>
          {' '}
          · split from <Link href={incidentPath(splitFrom) + shared}>{splitFrom}</Link>
        </>
      )}
    </>
  );
}
