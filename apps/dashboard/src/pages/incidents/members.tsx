import { countText, passText, targetText } from '@dqs/core/wording';
import { State } from '@dqs/reports/components';
import type { IncidentPage, MemberRow } from '@dqs/runtime/pages';

import { Odds } from '../../marks/odds.js';
import { Sparkline } from '../../marks/sparkline.js';
import { ROW } from '../../parts/row.js';
import { SeriesLink } from '../../parts/series-link.js';
import { Twins } from '../../parts/twins.js';
import { incidentPath } from '../../parts/incident-link.js';

/** What the incident is about, the root first, with why each of it is in it. */
export function Members({ page }: { readonly page: IncidentPage }) {
  const { members, moreMembers, id } = page;
  return (
    <section className="card flow">
      <header>
        <h2>Members</h2>
        <p>{countText(members.length + moreMembers, 'member')}, root first</p>
      </header>
      <div className="scrollx2">
        <table className="t stack">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Series</th>
              <th scope="col" className="r">
                Last / target
              </th>
              <th scope="col" className="no-phone">
                30 days, and next
              </th>
              <th scope="col">Odds of the next</th>
              <th scope="col">Joined because</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <Member key={member.subject} member={member} page={page} />
            ))}
          </tbody>
        </table>
      </div>
      <footer>
        {moreMembers === 0 ? null : <span>{moreMembers} more are not shown.</span>}
        <Twins path={incidentPath(id)} table="members" />
      </footer>
    </section>
  );
}

function Member({ member, page }: { readonly member: MemberRow; readonly page: IncidentPage }) {
  const { name, row, resolvedAt } = member;
  if (row === null) {
    return (
      <tr {...ROW}>
        <td className="stt">
          <State state={resolvedAt === null ? 'unknown' : 'ok'} {...(resolvedAt !== null && { word: 'Over' })} />
        </td>
        <td className="nm">{name}</td>
        <td className="num faint">–</td>
        <td className="no-phone" />
        <td className="faint">–</td>
        <td className="soft">{reasonOf(member)}</td>
      </tr>
    );
  }
  const { last, target, spark, next, state } = row;
  return (
    <tr {...ROW}>
      <td className="stt">
        <State state={state} />
      </td>
      <td className="nm">
        <SeriesLink row={row} />
      </td>
      <td className="num rg nw">
        {last === null || last.executions === 0 ? '–' : passText((100 * last.passes) / last.executions)}
        <span className="faint"> / {targetText(target)}</span>
      </td>
      <td className="no-phone">
        <Sparkline results={spark} target={target} next={next} />
      </td>
      <td className="od">
        <Odds odds={next?.odds ?? null} record={page.record} />
      </td>
      <td className="soft wide">{reasonOf(member)}</td>
    </tr>
  );
}

/** Why it is in the incident. */
export function reasonOf({ isRoot, ledBy, joinedBy, resolvedAt }: MemberRow): string {
  const over = resolvedAt === null ? '' : ', over now';
  if (isRoot) return `suspected root${over}`;
  if (ledBy !== null) {
    const lag = ledBy.lag === 0 ? 'the same day as' : `${countText(ledBy.lag, 'day')} after`;
    return `${lag} ${ledBy.name} (q = ${Number(ledBy.q.toPrecision(2))})${over}`;
  }
  const words = {
    first: 'it opened it',
    group: 'same source or data set',
    lead: 'follows the root',
    again: 'fires again',
    merged: 'merged by a person',
    split: 'split off by a person',
  };
  return `${words[joinedBy]}${over}`;
}
