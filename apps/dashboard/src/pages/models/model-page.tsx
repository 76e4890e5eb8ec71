import { countText } from '@dqs/core/wording';
import { Figures, type Figure } from '@dqs/reports/components';
import type { ModelPage as ModelFacts } from '@dqs/runtime/pages';
import { Link, useParams } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { numberText, signedShareText, signedText, wholeText } from '../../parts/figure-text.js';
import { WithPage } from '../../parts/page-state.js';
import { Twins } from '../../parts/twins.js';
import { useTitle } from '../../parts/use-title.js';
import { dayOfText, whenText } from '../../parts/when.js';
import { Acts } from './acts.js';
import { Aliases } from './aliases.js';
import { Better } from './better.js';
import { Decisions } from './decisions.js';
import { GatesCard } from './gates.js';
import { Live } from './live.js';
import { modelPath } from './models-page.js';
import { Sources } from './sources.js';
import { UnderWay } from './under-way.js';
import { Versions } from './versions.js';

/** A model: how it does, how it came to be in use, whether it is trained anew. */
export default function ModelPage() {
  const { name = '' } = useParams<{ name: string }>();
  const model = decodeURIComponent(name);
  useTitle(model);
  const query = usePage<ModelFacts>(modelPath(model));
  return (
    <WithPage query={query} what="The model">
      {(page) => (
        <>
          <p className="printed">
            Model {page.name}, known at {whenText(page.knownAt, page.timeZone, 0)} {page.timeZone}
          </p>
          <Title page={page} />
          <UnderWay page={page} />
          <Figures figures={keyFigures(page)} />
          <div className="cols c-32">
            <div>
              <Live page={page} />
              <Better page={page} />
              <Decisions page={page} />
            </div>
            <div>
              <GatesCard page={page} />
              <Aliases page={page} />
              <Sources page={page} />
              <Versions page={page} />
            </div>
          </div>
        </>
      )}
    </WithPage>
  );
}

function Title({ page }: { readonly page: ModelFacts }) {
  const shared = useSharedQuery();
  const { name, champion, predecessor, challenger } = page;
  return (
    <div className="title">
      <div>
        <p className="crumbs">
          <Link href={`/models${shared}`}>Models</Link>
        </p>
        <div className="named">
          <h1>{name}</h1>
          {champion === null ? null : <span className="tag solid">champion {champion}</span>}
          {predecessor === null ? null : <span className="tag">predecessor {predecessor} in shadow</span>}
          {challenger === null ? null : <span className="tag">challenger {challenger}</span>}
        </div>
        <p>{aboutText(page)}</p>
      </div>
      <div className="btns">
        <Acts page={page} />
        <Twins path={modelPath(name)} />
      </div>
    </div>
  );
}

/** `384 series, horizons 1 to 14. Promoted by policy on Mon 9 Nov, watched for 14 days, kept.` */
function aboutText({ series, horizons, registry, retraining, timeZone, knownAt }: ModelFacts): string {
  const [first, last] = [horizons[0], horizons.at(-1)];
  const ahead = first === undefined ? '' : first === last ? `, horizon ${first}` : `, horizons ${first} to ${last!}`;
  const production = registry?.aliases.find(({ alias }) => alias === 'production');
  const parts = [`${countText(series, 'series', 'series')}${ahead}.`];
  if (production === undefined) return [...parts, 'No version is in production.'].join(' ');
  const at = Date.parse(production.since);
  const run = retraining?.decisions.find(({ version }) => version === production.version);
  const isWatched = retraining?.run?.phase === 'watch';
  const kept = run?.outcome === 'accepted' && run.steps.some(({ kind }) => kind === 'ended');
  const watched = isWatched ? ', watched now' : kept ? `, watched for ${retraining!.watchDays} days, kept` : '';
  const how = { promoted: 'Promoted', overridden: 'Promoted over its gates', 'rolled-back': 'Brought back' };
  return [
    ...parts,
    `${how[production.how]} by ${production.by} on ${dayOfText(at, timeZone, knownAt)}${watched}.`,
  ].join(' ');
}

function keyFigures(page: ModelFacts): Figure[] {
  const { figures, againstPredecessor: before, againstBacktest: test, today, timeZone, knownAt } = page;
  const difference = test === null ? null : test.live - test.backtest;
  return [
    {
      label: 'Mean absolute error, 28 days',
      value: numberText(figures.mae),
      beside: `naive ${numberText(figures.naive)}`,
    },
    { label: 'Skill against naive', value: signedShareText(figures.skill), beside: 'naive of training days' },
    {
      label: before === null ? 'Against predecessor' : `Against ${before.version}, ${before.days} days`,
      value: signedShareText(before?.skill ?? null),
      beside: before?.e == null ? 'none forecasts in shadow' : `e = ${evidenceText(before.e)}, 20 needed`,
    },
    {
      label: 'Live against its backtest',
      value: (
        <>
          {signedText(difference)} <i>points</i>
        </>
      ),
      beside: limitText(difference, test?.limit ?? null),
    },
    {
      label: 'Forecasts today',
      value: (
        <>
          {wholeText(today.issued)} <i>of {wholeText(today.due)}</i>
        </>
      ),
      beside: issuedText(today, timeZone, knownAt),
    },
  ];
}

function evidenceText(e: number): string {
  return e >= 1000 ? wholeText(Math.round(e)) : numberText(e, e < 10 ? 1 : 0);
}

function limitText(difference: number | null, limit: number | null): string {
  if (difference === null) return 'no backtest to compare with';
  if (limit === null) return 'no policy limits it';
  return `${difference <= limit ? 'within' : 'beyond'} its limit of ${numberText(limit)}`;
}

function issuedText({ from, to }: ModelFacts['today'], timeZone: string, now: number): string {
  if (from === null || to === null) return 'none issued yet';
  const [first, last] = [from, to].map((ms) => whenText(ms, timeZone, now).slice(-5));
  return first === last ? `issued ${first!}` : `issued ${first!} to ${last!}`;
}
