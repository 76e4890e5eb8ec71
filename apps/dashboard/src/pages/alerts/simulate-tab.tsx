import { durationText } from '@dqs/core/wording';
import { Empty } from '@dqs/reports/components';
import type { AlertsPage } from '@dqs/runtime/pages';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { useConnection, useFrame, useMay } from '../../data/page-context.js';
import { useParam } from '../../data/url-state.js';
import { Problem } from '../../frame/problem.js';
import { Choice } from '../../parts/choice.js';
import { Loading } from '../../parts/loading.js';
import type { CheckedPolicy, PolicySimulation } from './answers.js';
import { Diff } from './diff-card.js';
import { DownloadYaml } from './policy-tab.js';
import { setDraft, useCheck, useProposal, withThreshold, type Proposal } from './proposal.js';
import { Propose } from './propose.js';
import { Tradeoff } from './tradeoff.js';
import { untilDone, type TaskProgress } from './until-done.js';
import { useSettled } from '../../parts/use-settled.js';
import { Weeks } from './weeks.js';

const SPANS = { '28': '28 d', '90': '90 d' } as const;
type Span = keyof typeof SPANS;

/** What another policy would have changed: thresholds, figures, warnings by week, the change itself. */
export default function SimulateTab(_: { readonly page: AlertsPage }) {
  const { who, isNow } = useFrame();
  const { isOffline } = useConnection();
  const { proposal, error } = useProposal();
  if (isOffline || !isNow || who.tenants !== null) {
    return (
      <section className="card">
        <Empty
          title="Not simulated here"
          why="A policy is simulated from now back, on a server, by those who may see all tenants."
        />
      </section>
    );
  }
  if (error) return <Problem error={error} what="The policy could not be read." />;
  if (proposal === undefined) return <Loading what="Reading the policy" />;
  if (proposal.text === '') {
    return (
      <section className="card">
        <Empty
          title="There is no policy yet"
          why="Write the first one on the tab Policy, then see here what it would have told."
        />
      </section>
    );
  }
  return <Simulated proposal={proposal} />;
}

function Simulated({ proposal }: { readonly proposal: Proposal }) {
  const { now, text, isChanged } = proposal;
  const [asked = '90', setDays] = useParam('days');
  const days: Span = Object.hasOwn(SPANS, asked) ? (asked as Span) : '90';
  const check = useCheck(text);
  const policy = check.data?.policy ?? null;
  const base = useCheck(now).data?.policy ?? null;
  const simulation = useSimulation(text, Number(days) as 28 | 90, policy !== null);
  const { found } = simulation;
  return (
    <>
      <section className="card" id="simulate">
        <header>
          <h2>Simulate</h2>
          <p>the last {days} days under a changed policy; the ledger is replayed, nothing is sent</p>
          <div className="right">
            <Choice
              label="Days"
              value={days}
              choices={SPANS}
              onChoose={(next) => setDays(next === '90' ? undefined : next)}
            />
          </div>
        </header>
        <div className="pad simulate">
          <div>
            <Thresholds text={text} check={policy} base={base} />
            {check.data !== undefined && policy === null ? (
              <p className="bar warn">It cannot decide yet: the tab Policy says what is wrong.</p>
            ) : null}
            <Outcome simulation={simulation} days={days} />
            <Acts
              proposal={proposal}
              isReadable={check.isCurrent && policy !== null}
              simulation={simulation}
              days={days}
            />
          </div>
          {found === undefined ? null : (
            <>
              <Tradeoff points={found.odds} now={warnOf(base)} proposed={warnOf(policy)} />
              <Weeks weeks={found.weeks} />
            </>
          )}
        </div>
        {found === undefined ? null : (
          <footer>
            <span>
              {found.are_made ? `${found.ticks} ticks as they were made.` : `One tick a day, ${found.ticks} of them.`}{' '}
              Precision and recall by odds are of all forecasts, whatever rules require.
            </span>
          </footer>
        )}
      </section>
      {isChanged ? <Diff before={now} after={text} tests={policy?.tests ?? null} /> : null}
    </>
  );
}

/** From which odds the first rule on forecasts warns. */
function warnOf(policy: CheckedPolicy | null): number | null {
  return policy?.thresholds[0]?.warn.value ?? null;
}

type SimulationState = ReturnType<typeof useSimulation>;

/** The figures; before, how far it is; where it went wrong, why. */
function Outcome({ simulation, days }: { readonly simulation: SimulationState; readonly days: Span }) {
  const { found, error, progress, isStale } = simulation;
  return (
    <>
      {error ? <Problem error={error} what="Not simulated." /> : null}
      {isStale && !error ? <Progress progress={progress} /> : null}
      {found === undefined ? null : <Figures found={found} days={days} isStale={isStale} />}
    </>
  );
}

interface ActsProps {
  readonly proposal: Proposal;
  readonly isReadable: boolean;
  readonly simulation: SimulationState;
  readonly days: Span;
}

function Acts({ proposal, isReadable, simulation: { found, isStale }, days }: ActsProps) {
  const mayEdit = useMay('edit');
  const { text, isChanged } = proposal;
  return (
    <div className="btns">
      {mayEdit && isChanged ? (
        <Propose
          proposal={proposal}
          isReadable={isReadable}
          {...(found && !isStale && { effect: effectText(found, days) })}
        />
      ) : null}
      <DownloadYaml text={text} />
      {isChanged ? (
        <button type="button" className="btn sm" onClick={() => setDraft(undefined)}>
          Take back
        </button>
      ) : null}
    </div>
  );
}

/** Simulates a text once somebody stops changing it; what was found before stays until then. */
function useSimulation(text: string, days: 28 | 90, isReadable: boolean) {
  const { client } = useConnection();
  const [progress, setProgress] = useState<TaskProgress>();
  const settled = useSettled(text, 700);
  const { data, error, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['policy-simulation', settled, days],
    enabled: isReadable && settled === text,
    retry: false,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      setProgress(undefined);
      const body = { text: settled, days };
      return untilDone<PolicySimulation>(
        () => client.POST('/api/v1/policies/alerts/simulate', { body, signal }),
        signal,
        setProgress,
      );
    },
  });
  return {
    found: data,
    error,
    progress,
    isStale: data === undefined || isPlaceholderData || isFetching || settled !== text,
  };
}

interface ThresholdsProps {
  readonly text: string;
  readonly check: CheckedPolicy | null;
  readonly base: CheckedPolicy | null;
}

/** From which odds the first rule on forecasts warns, and under which it is good again; a change of either is one of the text. */
function Thresholds({ text, check, base }: ThresholdsProps) {
  const own = check?.thresholds[0];
  if (own === undefined) {
    return check === null ? null : (
      <p className="soft">No rule of it compares odds with a number; change it on the tab Policy.</p>
    );
  }
  const before = base?.thresholds.find(({ rule }) => rule === own.rule);
  return (
    <>
      <Threshold word="Warn from odds of" text={text} own={own.warn} before={before?.warn ?? null} />
      {own.clear === null ? null : (
        <Threshold word="Clear under" text={text} own={own.clear} before={before?.clear ?? null} />
      )}
    </>
  );
}

interface ThresholdProps {
  readonly word: string;
  readonly text: string;
  readonly own: CheckedPolicy['thresholds'][number]['warn'];
  readonly before: CheckedPolicy['thresholds'][number]['warn'] | null;
}

function Threshold({ word, text, own, before }: ThresholdProps) {
  const id = useId();
  const percent = (value: number) => Number((100 * value).toFixed(2));
  const [typed, setTyped] = useState<string>();
  const isSame = before?.value === own.value;
  return (
    <div className="field threshold">
      <label htmlFor={id}>{word}</label>
      <div>
        <input
          id={id}
          type="number"
          min={1}
          max={100}
          step={1}
          value={typed ?? percent(own.value)}
          onChange={({ currentTarget }) => {
            const value = currentTarget.valueAsNumber;
            setTyped(currentTarget.value);
            if (value >= 0 && value <= 100) setDraft(withThreshold(text, own, value / 100));
          }}
          onBlur={() => setTyped(undefined)}
        />
        <span className="soft">
          %{before === null ? '' : isSame ? ' · unchanged' : ` · now ${percent(before.value)}`}
        </span>
      </div>
    </div>
  );
}

function Progress({ progress }: { readonly progress: TaskProgress | undefined }) {
  const { done = 0, total = 0 } = progress ?? {};
  return (
    <p className="soft" role="status">
      {total === 0 ? 'The ledger is being read.' : `${done} of ${total} ticks are replayed.`}
      <progress max={Math.max(1, total)} value={total === 0 ? undefined : done} aria-label="Simulation" />
    </p>
  );
}

function Figures({
  found,
  days,
  isStale,
}: {
  readonly found: PolicySimulation;
  readonly days: Span;
  readonly isStale: boolean;
}) {
  const { now, proposed } = found;
  const share = (value: number | null) => (value === null ? '–' : `${Math.round(100 * value)} %`);
  const rate = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(1));
  const lead = (value: number | null) => (value === null ? '–' : durationText(value));
  const rows: readonly (readonly [string, (of: PolicySimulation['now']) => string])[] = [
    ['Warnings', ({ warnings }) => String(warnings)],
    ['came true', ({ right }) => String(right)],
    ['false', ({ graded, right }) => String(graded - right)],
    ['missed days', ({ missed, right }) => String(missed - right)],
    ['Precision', ({ precision }) => share(precision)],
    ['Recall', ({ recall }) => share(recall)],
    ['Messages', ({ messages }) => String(messages)],
    ['Pages a week, worst team', ({ worst_owner: worst }) => rate(worst?.pages_a_week)],
    ['Median lead time', ({ lead_time_ms: ms }) => lead(ms)],
  ];
  return (
    <table className={isStale ? 't sim stale' : 't sim'} aria-busy={isStale}>
      <thead>
        <tr>
          <th scope="col">{days} days</th>
          <th scope="col" className="r">
            Now
          </th>
          <th scope="col" className="r">
            Proposed
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([word, of]) => (
          <tr key={word}>
            <th scope="row" className="soft">
              {word}
            </th>
            <td className="num">{of(now)}</td>
            <td className="num">
              <b>{of(proposed)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `In the last 90 days: 388 warnings instead of 488, 306 of them right instead of 374.` */
function effectText({ now, proposed, only_now: less, only_proposed: more }: PolicySimulation, days: Span): string {
  const than = (before: number, after: number) =>
    before === after ? `${after} as now` : `${after} instead of ${before}`;
  return (
    `In the last ${days} days: ${than(now.warnings, proposed.warnings)} warnings, ${than(now.right, proposed.right)} of them right; ` +
    `${less.count} messages fewer and ${more.count} new ones.`
  );
}
