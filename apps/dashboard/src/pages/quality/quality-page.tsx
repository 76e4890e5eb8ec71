import { dateText } from '@dqs/core/wording';
import { Empty, Figures, type Figure } from '@dqs/reports/components';
import type { QualityPage as QualityFacts } from '@dqs/runtime/pages';

import { useFrame } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { usePage } from '../../data/use-page.js';
import { Choice } from '../../parts/choice.js';
import { numberText, shareText, signedShareText, signedText, wholeText } from '../../parts/figure-text.js';
import { WithPage } from '../../parts/page-state.js';
import { Twins } from '../../parts/twins.js';
import { useTitle } from '../../parts/use-title.js';
import { whenText } from '../../parts/when.js';
import type { QualityAsked } from './asked.js';
import { CalibrationCards } from './calibration.js';
import { DriftCard } from './drift.js';
import { ErrorCard } from './error-by-day.js';
import { GroupsCard } from './groups.js';
import { LeftOutCard } from './left-out.js';
import { WarningsCard } from './warnings.js';

const WINDOWS = { '1': '1 d', '7': '7 d', '28': '28 d', '90': '90 d' } as const;
type Window = keyof typeof WINDOWS;

/** How good what we said was. */
export default function QualityPage() {
  useTitle('Quality');
  const [days, setDays] = useParam('days');
  const [by] = useParam('by');
  const [horizon, setHorizon] = useParam('horizon');
  // What is no choice is left to the default: an address may be typed.
  const asked: QualityAsked = {
    days: days !== undefined && Object.hasOwn(WINDOWS, days) ? days : undefined,
    by: by !== undefined && ['source', 'owner'].includes(by) ? by : undefined,
    horizon: horizon !== undefined && /^[1-9]\d{0,2}$/.test(horizon) ? horizon : undefined,
  };
  const query = usePage<QualityFacts>('/quality', asked);
  return (
    <WithPage query={query} what="The quality of the forecasts">
      {(page) => (
        <>
          <Printed page={page} />
          <div className="title">
            <div>
              <h1>Quality of the forecasts</h1>
              <p>
                How good what we said was, on live forecasts only. <Counts page={page} />
              </p>
            </div>
            <div className="btns">
              <Choice<Window>
                label="Window"
                value={(asked.days ?? '28') as Window}
                choices={WINDOWS}
                onChoose={(next) => setDays(next === '28' ? undefined : next)}
              />
              <Horizon page={page} onChoose={setHorizon} />
              <Twins path="/quality" extra={asked} />
            </div>
          </div>
          {page.lastDay === null ? <Nothing /> : <Quality page={page} asked={asked} />}
        </>
      )}
    </WithPage>
  );
}

function Counts({ page: { plumbing, lastDay } }: { readonly page: QualityFacts }) {
  if (lastDay === null) return null;
  const { graded, ungraded, intervened } = plumbing;
  return (
    <>
      {wholeText(graded)} graded, {wholeText(ungraded)} ungraded (no executions), {wholeText(intervened)} intervened and
      left out.
    </>
  );
}

/** Forecasts of how many days ahead; not offered where all are made equally early. */
function Horizon({
  page: { horizons, horizon },
  onChoose,
}: {
  readonly page: QualityFacts;
  readonly onChoose: (value: string | undefined) => void;
}) {
  const word = (days: number) => (days === 1 ? '1 day' : `${days} days`);
  if (horizons.length < 2 && horizon === null) {
    return horizons.length === 0 ? null : (
      <span className="tag">
        <span className="v">Horizon</span> {word(horizons[0]!)}
      </span>
    );
  }
  return (
    <label className="pick">
      Horizon{' '}
      <select value={horizon ?? ''} onChange={({ currentTarget }) => onChoose(currentTarget.value || undefined)}>
        <option value="">all</option>
        {horizons.map((days) => (
          <option key={days} value={days}>
            {word(days)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Nothing() {
  return (
    <section className="card">
      <Empty
        title="No forecast has been graded yet"
        why="A forecast counts here once it was issued before its day and the results of that day have come."
        command="dqs forecast issue --store store"
      />
    </section>
  );
}

function Quality({ page, asked }: { readonly page: QualityFacts; readonly asked: QualityAsked }) {
  return (
    <>
      <Figures figures={keyFigures(page)} />
      <div className="cols c-2">
        <ErrorCard page={page} />
        <WarningsCard page={page} />
      </div>
      <CalibrationCards page={page} />
      <div className="cols c-32">
        <GroupsCard page={page} asked={asked} />
        <div>
          <DriftCard page={page} />
          <LeftOutCard page={page} />
        </div>
      </div>
    </>
  );
}

function keyFigures({ accuracy, calibration, warnings }: QualityFacts): Figure[] {
  const { mae, naive, bias } = accuracy;
  const { coverage80, coverage95, odds } = calibration;
  return [
    { label: 'Mean absolute error', value: numberText(mae), beside: `naive ${numberText(naive.mae)}` },
    { label: 'Skill', value: signedShareText(naive.skill), beside: 'naive of training days' },
    { label: 'Bias', value: signedText(bias), beside: 'of the median, in points' },
    {
      label: 'Inside 80 / 95 %',
      value: (
        <>
          {shareText(coverage80.share)} <i>/ {shareText(coverage95.share)}</i>
        </>
      ),
      beside: 'randomised',
    },
    { label: 'Brier', value: numberText(odds.brier?.brier, 4), beside: 'odds of missing the target' },
    {
      label: 'Warnings right',
      value: (
        <>
          {wholeText(warnings.cameTrue)} <i>of {wholeText(warnings.warned)}</i>
        </>
      ),
      beside: `${wholeText(warnings.missed)} bad days not warned`,
    },
  ];
}

function Printed({ page }: { readonly page: QualityFacts }) {
  const { days, lastDay, knownAt, timeZone, horizon } = page;
  const [owner] = useParam('owner');
  const [source] = useParam('source');
  const { organization } = useFrame();
  const parts = [
    'Quality',
    ...(horizon === null ? [] : [`horizon ${horizon} days`]),
    lastDay === null ? `${days} days` : `${days} days to ${dateText(lastDay, 0)}`,
    `known at ${whenText(knownAt, timeZone, 0)} ${timeZone}`,
    owner ?? 'all teams',
    source ?? 'all sources',
    ...(organization === null ? [] : [organization]),
  ];
  return <p className="printed">{parts.join(' · ')}</p>;
}
