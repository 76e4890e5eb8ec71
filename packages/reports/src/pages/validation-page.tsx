/** @jsxRuntime automatic */
import type { ValidationCheck, ValidationReport, ValidationSection } from '@dqs/pipelines';
import type { GateVerdict } from '@dqs/core';

import { Card, Empty } from '../components/card.js';
import { DataTable, numberColumns, type Column } from '../components/data-table.js';
import { Figures } from '../components/figures.js';
import { State } from '../components/state.js';
import { htmlPage } from '../html/page.js';
import { checkCounts, SECTION_TITLES } from '../text/gates-text.js';
import { counted, whole } from '../text/numbers.js';
import { shown, typeset } from '../text/typeset.js';
import { DistributionCards, distributionFigures } from './distributions.js';
import { Against, AGAINST, scoreFigures, ScoreTable } from './scores.js';

/** How a page is made. */
export interface ValidationPageOptions {
  /** What was validated: a path or a version. */
  readonly name: string;
  readonly createdAt: Date;
}

/** States of the verdicts; an inconclusive one is neither good nor bad. */
const VERDICT_STATES = { pass: 'ok', fail: 'failing', inconclusive: 'unknown' } as const;

/** The order of the rows: what needs a look comes first. */
const URGENCY: readonly GateVerdict[] = ['fail', 'inconclusive', 'pass'];

/** A validation as one HTML file that needs nothing else: what was checked, what it said and why, failures first. */
export function validationPage(report: ValidationReport, { name, createdAt }: ValidationPageOptions): string {
  const { passed, checks, evaluation } = report;
  const days = evaluation ? ` · ${evaluation.from} to ${evaluation.to}, days the model was not trained on` : '';
  return htmlPage({
    title: `Validation of ${name}`,
    heading: 'Validation',
    scope: `${name}${days}`,
    lead: (
      <>
        <b>
          {name} {passed ? 'passes' : 'does not pass'}
        </b>
        : {checkCounts(checks)}.
      </>
    ),
    createdAt,
    children: <Validation {...report} />,
  });
}

function Validation(report: ValidationReport) {
  const { checks, evaluation } = report;
  return (
    <>
      {evaluation ? (
        <Figures figures={[...scoreFigures(evaluation.scores[0]!), ...distributionFigures(evaluation)]} />
      ) : null}
      <div className="cards">
        {checks.length === 0 ? (
          <Card title="Checks">
            <Empty title="Nothing was checked" why="The report holds no check." />
          </Card>
        ) : (
          sectionsByUrgency(checks).map((section) => <CheckTable {...section} key={section.section} />)
        )}
        {evaluation ? (
          <Card
            title="Error by level of execution"
            note="percentage points; the best naive forecast is underlined"
            flow
          >
            <ScoreTable scores={evaluation.scores} />
          </Card>
        ) : null}
        {evaluation ? <DistributionCards evaluation={evaluation} /> : null}
        <Segments segments={report.segments} />
        <Drift batch={report.batch} />
      </div>
    </>
  );
}

interface Section {
  readonly section: ValidationSection;
  readonly checks: readonly ValidationCheck[];
}

/** Sections that hold checks, the one with the most urgent check first; within a verdict checks keep their order. */
function sectionsByUrgency(checks: readonly ValidationCheck[]): Section[] {
  const urgency = ({ verdict }: ValidationCheck) => URGENCY.indexOf(verdict);
  return (Object.keys(SECTION_TITLES) as ValidationSection[])
    .map((section) => ({ section, checks: checks.filter((check) => check.section === section) }))
    .filter((section) => section.checks.length > 0)
    .map(({ section, checks: own }) => ({ section, checks: own.sort((a, b) => urgency(a) - urgency(b)) }))
    .sort((a, b) => urgency(a.checks[0]!) - urgency(b.checks[0]!));
}

const CHECK_COLUMNS: readonly Column[] = [
  { title: 'verdict', kind: 'text' },
  { title: 'check', kind: 'text' },
  { title: 'why', kind: 'why' },
  { title: 'value', kind: 'number' },
  { title: 'limit', kind: 'number' },
];

/** A value or its limit: a count without decimals, anything else with three. */
function limitText(value: number | null | undefined): string {
  return typeof value === 'number' && Number.isInteger(value) ? whole(value) : shown(value, 3);
}

function CheckTable({ section, checks }: Section) {
  const rows = checks.map(({ name, verdict, reason, value, threshold }) => [
    <State state={VERDICT_STATES[verdict]} word={verdict} key="verdict" />,
    name,
    typeset(reason),
    limitText(value),
    limitText(threshold),
  ]);
  const title = SECTION_TITLES[section];
  return (
    <Card title={title} note={checkCounts(checks)} flow>
      <DataTable label={title} columns={CHECK_COLUMNS} rows={rows} />
    </Card>
  );
}

function Segments({ segments }: Pick<ValidationReport, 'segments'>) {
  if (segments.length === 0) return null;
  const columns: Column[] = [
    { title: 'segment', kind: 'name' },
    { title: 'kind', kind: 'text' },
    { title: 'rows', kind: 'number' },
    { title: 'model', kind: 'number' },
    { title: 'naive', kind: 'number' },
    AGAINST,
  ];
  const rows = segments.map(({ kind, segment, rows: count, mae, naiveMae }) => [
    segment,
    kind,
    whole(count),
    shown(mae),
    shown(naiveMae),
    <Against model={mae} naive={naiveMae} key="against" />,
  ]);
  return (
    <Card title="Segments" note="the worst first; mean absolute error in percentage points" flow>
      <DataTable label="Segments" columns={columns} rows={rows} />
    </Card>
  );
}

function Drift({ batch }: Pick<ValidationReport, 'batch'>) {
  if (batch.drift.length === 0) return null;
  const flags = Object.entries(batch.flagged ?? {}).map(
    ([flag, count]) => `${flag.replaceAll('_', ' ')} ${whole(count)}`,
  );
  const note = `${counted(batch.rows, 'row')}, ${batch.from} to ${batch.to}, beside the training`;
  const rows = batch.drift.map(({ name, psi, ks, pValue }) => [name, shown(psi, 3), shown(ks, 3), shown(pValue, 3)]);
  return (
    <Card
      title="Distributions since the training"
      note={note}
      footer={flags.length === 0 ? undefined : `Rows flagged: ${flags.join(', ')}.`}
      flow
    >
      <DataTable
        label="Distributions since the training"
        columns={numberColumns('feature', ['PSI', 'KS distance', 'p by chance'], 'name')}
        rows={rows}
      />
    </Card>
  );
}
