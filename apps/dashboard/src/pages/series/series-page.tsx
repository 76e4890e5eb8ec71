import { dateText, localTime, oddsText, passText, seriesName, targetText, weekdayText } from '@dqs/core/wording';
import { State } from '@dqs/reports/components';
import type { SeriesPage as SeriesFacts } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useParam, useSharedQuery } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { WithPage } from '../../parts/page-state.js';
import { seriesPath } from '../../parts/series-link.js';
import { useTitle } from '../../parts/use-title.js';
import { Acts } from './acts.js';
import { BelieveCard } from './believe-card.js';
import { CourseCard } from './course-card.js';
import { DistributionCard, fewText } from './distribution-card.js';
import { IncidentLink } from '../../parts/incident-link.js';
import { LedgerCard } from './ledger-card.js';
import { TargetCard } from './target-card.js';
import { useSeriesId } from './use-series-id.js';
import { WhyCard } from './why-card.js';

/** A series: what was said of it, what came, and how far what is said can be believed. */
export default function SeriesPage() {
  const id = useSeriesId();
  const [range] = useParam('range');
  const query = usePage<SeriesFacts>(seriesPath(id), { range });
  useTitle(query.data === undefined ? 'Series' : seriesName(query.data.series));
  return (
    <WithPage query={query} what="The series">
      {(page) => <Whole page={page} key={page.series.id} />}
    </WithPage>
  );
}

function Whole({ page }: { readonly page: SeriesFacts }) {
  return (
    <>
      <Printed page={page} />
      <Heading page={page} />
      <Lead page={page} />
      <CourseCard page={page} />
      <div className="cols c-3">
        <DistributionCard page={page} />
        <WhyCard page={page} />
        <BelieveCard page={page} />
      </div>
      <div className="cols c-32">
        <LedgerCard page={page} />
        <div>
          <FewCard page={page} />
          <TargetCard page={page} />
        </div>
      </div>
    </>
  );
}

function Heading({ page }: { readonly page: SeriesFacts }) {
  const { series, labels } = page;
  const shared = useSharedQuery();
  const within = (term: string) => `/series?filter=${encodeURIComponent(term)}${shared.replace('?', '&')}`;
  const quoted = (text: string) => `"${text.replaceAll('"', '')}"`;
  return (
    <div className="title">
      <div>
        <p className="crumbs">
          <Link href={`/series${shared}`}>Series</Link> /{' '}
          <Link href={within(`source:${quoted(series.source)}`)}>{series.source}</Link> /{' '}
          <Link href={within(`dataset:${quoted(series.dataset)}`)}>{series.dataset}</Link>
        </p>
        <div className="named">
          <h1>{seriesName(series)}</h1>
          <State state={series.state} pill />
          <span className="faint">
            {[
              `rule ${series.rule}`,
              labels.level,
              series.owner ?? 'no owner',
              `importance ${series.importance}`,
              ...(series.tenant === null ? [] : [series.tenant]),
              ...series.tags,
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
          {series.incident === null ? null : <IncidentLink id={series.incident} />}
          <Runbook at={labels.runbook} />
        </div>
      </div>
      <Acts page={page} />
    </div>
  );
}

/** Only addresses of the web are links: whatever else a catalog says is words. */
function Runbook({ at }: { readonly at: string | null }) {
  if (at === null) return null;
  if (!/^https?:\/\//.test(at)) return <span className="faint">runbook {at}</span>;
  return (
    <a href={at} target="_blank" rel="noreferrer">
      Runbook
    </a>
  );
}

function Lead({ page: { series, reasons, today } }: { readonly page: SeriesFacts }) {
  const { next, target } = series;
  if (next === null) {
    return <p className="lead">There is no forecast of it: {reasons[0] ?? 'no model has been asked for one yet'}.</p>;
  }
  const when = next.day === today ? 'today' : `on ${dateText(next.day, today)}`;
  return (
    <p className="lead">
      <b>{oddsText(next.odds)} likely</b> to fall below its target of {targetText(target)} {when}: expected{' '}
      <b>{passText(next.expected)}</b>, 80&nbsp;% range {passText(next.lower80)} to {passText(next.upper80)}.
      {reasons[0] === undefined ? null : <> First reason: {reasons[0]}.</>}
      {next.naive === null ? null : <> Naive says {passText(next.naive)}.</>}
    </p>
  );
}

/** What few executions mean for its target. */
function FewCard({ page: { few } }: { readonly page: SeriesFacts }) {
  if (few === null) return null;
  return (
    <section className="card">
      <header>
        <h2>Few executions read in steps</h2>
        <p>{few.executions} a day</p>
      </header>
      <p className="pad soft">
        {fewText(few)} Results, ranges and targets lie on steps of 1/{few.executions}, so an 80&nbsp;% range holds more
        than 80&nbsp;%.
      </p>
    </section>
  );
}

/** The first line on paper. */
function Printed({ page: { series, knownAt, timeZone, range } }: { readonly page: SeriesFacts }) {
  const { day, clock } = localTime(knownAt, timeZone);
  return (
    <p className="printed">
      {seriesName(series)} (rule {series.rule}), source {series.source}, known at {weekdayText(day)}{' '}
      {dateText(day, day).slice(4)} {new Date(knownAt).getUTCFullYear()} {clock} {timeZone}, {range} days
    </p>
  );
}
