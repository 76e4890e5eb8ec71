import { durationText } from '@dqs/core/wording';
import { Empty, StateShape } from '@dqs/reports/components';
import type { NeedRow, TodayPage } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useMay } from '../../data/page-context.js';
import { useSharedQuery } from '../../data/url-state.js';
import { Problem } from '../../frame/problem.js';
import { incidentPath } from '../../parts/incident-link.js';
import { once } from '../../parts/once.js';
import { ROW } from '../../parts/row.js';
import { useAct } from '../../parts/use-act.js';

/** Incidents that stand here: the morning has to fit on a screen; the rest is behind the link. */
const SHOWN = 5;

/** Open incidents that need a person, worst first. */
export function Needs({ page }: { readonly page: TodayPage }) {
  const { needs, needsCount, openIncidents } = page;
  const shared = useSharedQuery();
  return (
    <section className="card" id="needs">
      <header>
        <h2>Needs you</h2>
        <p>
          {needsCount} of {openIncidents} open {openIncidents === 1 ? 'incident' : 'incidents'}, worst first
        </p>
        <div className="right">
          <Link href={`/incidents${shared}`}>
            {needsCount > SHOWN ? `${needsCount - SHOWN} more` : 'All incidents'}
          </Link>
        </div>
      </header>
      {needs.length === 0 ? (
        <Empty
          title={openIncidents === 0 ? 'No incident is open' : 'No incident needs a person'}
          why={
            openIncidents === 0
              ? 'Everything that fires is told here until it is over.'
              : 'Those that are open are for information, or were told to nobody.'
          }
        />
      ) : (
        needs.slice(0, SHOWN).map((need) => <Need key={need.incident} need={need} page={page} />)
      )}
    </section>
  );
}

interface NeedProps {
  readonly need: NeedRow;
  readonly page: TodayPage;
}

function Need({ need, page: { knownAt } }: NeedProps) {
  const shared = useSharedQuery();
  const mayAct = useMay('silence');
  const path = incidentPath(need.incident);
  const isOpen = need.phase === 'open';
  const acknowledge = useAct({
    send: (client) =>
      client.POST('/api/v1/incidents/{id}/acknowledge', { params: { path: { id: need.incident } }, headers: once() }),
    told: () => `Acknowledged: ${need.title}`,
  });
  return (
    <div className="need" {...ROW}>
      <StateShape state={need.state === 'resolved' ? 'ok' : need.state} />
      <div>
        <h3>
          <Link href={path + shared}>{need.title}</Link> <span className="faint id">{need.incident}</span>
        </h3>
        <p>{need.sentence}</p>
        <div className="meta">
          {need.owner ?? 'No owner'} ·{' '}
          {need.holder === undefined ? 'nobody has it yet' : `acknowledged by ${need.holder}`} · open for{' '}
          {durationText(knownAt - need.openedAt)}
        </div>
        {acknowledge.error ? <Problem error={acknowledge.error} what="Not acknowledged." /> : null}
      </div>
      <div className="btns">
        {mayAct && isOpen ? (
          <button
            type="button"
            className="btn sm"
            data-key="a"
            disabled={acknowledge.isPending}
            onClick={() => acknowledge.mutate()}
          >
            Acknowledge
          </button>
        ) : (
          <Link className="btn sm" href={path + shared}>
            Open
          </Link>
        )}
        {mayAct ? (
          <Link className="btn sm" data-key="m" href={`${path}?act=silence${shared.replace('?', '&')}`}>
            Silence…
          </Link>
        ) : null}
      </div>
    </div>
  );
}
