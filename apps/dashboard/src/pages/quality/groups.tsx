import { Empty } from '@dqs/reports/components';
import type { QualityPage, QualityRow } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useParam, useSharedQuery } from '../../data/url-state.js';
import { Choice } from '../../parts/choice.js';
import { numberText, shareText, signedShareText, signedText, wholeText } from '../../parts/figure-text.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import type { QualityAsked } from './asked.js';

const BY = { rule: 'Rule', source: 'Source', owner: 'Owner' } as const;
const FIGURES = ['Graded', 'MAE', 'Naive', 'Skill', 'Bias', '80 %', '95 %', 'Warned', 'Right', 'Missed'];

interface GroupsProps {
  readonly page: QualityPage;
  readonly asked: QualityAsked;
}

/** The same figures by rule, source or owner, the worst skill first. */
export function GroupsCard({ page, asked }: GroupsProps) {
  const [chosen, setBy] = useParam('by');
  const { by, groups, groupCount } = page;
  return (
    <section className="card flow" id="groups">
      <header>
        <h2>By {by}</h2>
        <p>worst skill first</p>
        <div className="right">
          <Choice
            label="Rows"
            value={chosen !== undefined && Object.hasOwn(BY, chosen) ? (chosen as keyof typeof BY) : 'rule'}
            choices={BY}
            onChoose={(next) => setBy(next === 'rule' ? undefined : next)}
          />
        </div>
      </header>
      {groups.length === 0 ? (
        <Empty title="Nothing was graded" why="No series of this part has a live forecast and its result." />
      ) : (
        <div className="scrollx scrollx2" role="region" aria-label={`Figures by ${by}`} tabIndex={0}>
          <table className="t">
            <thead>
              <tr>
                <th scope="col">{BY[by]}</th>
                {FIGURES.map((title) => (
                  <th scope="col" className="r" key={title}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map((row) => (
                <Group row={row} by={by} key={row.name ?? ''} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <footer>
        <span>
          Skill is the share of the naive forecast’s error that is spared.
          {groupCount > groups.length ? ` ${wholeText(groupCount - groups.length)} more are left out here.` : ''}
        </span>
        <Twins path="/quality" table="groups" extra={asked} />
      </footer>
    </section>
  );
}

function Group({ row, by }: { readonly row: QualityRow; readonly by: QualityPage['by'] }) {
  const { graded, mae, naive, skill, bias, covered80, covered95, warned, right, missed } = row;
  return (
    <tr {...ROW}>
      <th scope="row" className="name">
        <GroupName row={row} by={by} />
      </th>
      <td className="num">{wholeText(graded)}</td>
      <td className="num">{numberText(mae)}</td>
      <td className="num soft">{numberText(naive)}</td>
      <td className="num">{signedShareText(skill)}</td>
      <td className="num">{signedText(bias)}</td>
      <td className="num">{shareText(covered80)}</td>
      <td className="num">{shareText(covered95)}</td>
      <td className="num">{wholeText(warned)}</td>
      <td className="num">{wholeText(right)}</td>
      <td className="num">{wholeText(missed)}</td>
    </tr>
  );
}

/** Leads to its series. */
function GroupName({ row: { name }, by }: { readonly row: QualityRow; readonly by: QualityPage['by'] }) {
  const shared = useSharedQuery();
  if (name === null || name === '') return <span className="faint">{by === 'owner' ? 'nobody' : 'unnamed'}</span>;
  const query = by === 'rule' ? `filter=${encodeURIComponent(`rule:${name}`)}` : `${by}=${encodeURIComponent(name)}`;
  return (
    <Link className="plain" href={`/series?${query}${shared.replace('?', '&')}`} title={name}>
      {name}
    </Link>
  );
}
