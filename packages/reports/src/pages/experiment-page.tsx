/** @jsxRuntime automatic */
import type { Comparison, ExperimentEvaluation, TreatmentResult } from '@dqs/experiments';

import { CourseFigure } from '../charts/course-figure.js';
import { differenceByLook } from '../charts/data/experiment.js';
import { Card, Empty } from '../components/card.js';
import { DataTable, numberColumns, type Column } from '../components/data-table.js';
import { Figures } from '../components/figures.js';
import { State } from '../components/state.js';
import { htmlPage } from '../html/page.js';
import { guardrailCells, intervalText, pText, segmentCells } from '../text/experiment-text.js';
import { counted, whole } from '../text/numbers.js';
import { shown, signed, typeset } from '../text/typeset.js';

const VERDICT_STATES = {
  'treatment better': 'ok',
  'control better': 'failing',
  inconclusive: 'unknown',
  invalid: 'failing',
} as const;

/** States of guardrails, the most urgent first. */
const GUARDRAIL_STATES = { breached: 'failing', inconclusive: 'unknown', 'no data': 'unknown', held: 'ok' } as const;

/** An evaluation as one HTML file that needs nothing else. */
export function experimentPage(evaluation: ExperimentEvaluation, createdAt: Date): string {
  const { definition, from, to, requests, units, treatments } = evaluation;
  const span = from === null ? 'no outcomes yet' : `${from} to ${to}`;
  return htmlPage({
    title: `Experiment ${definition.name}`,
    heading: `Experiment ${definition.name}`,
    scope: `${definition.mode} mode · ${span} · ${counted(requests, 'outcome')} of ${counted(units, 'unit')}`,
    createdAt,
    children: (
      <>
        {treatments.map((result) => (
          <Treatment result={result} control={definition.control} key={result.arm} />
        ))}
        <div className="cards">
          <Division {...evaluation} />
        </div>
      </>
    ),
  });
}

function Treatment({ result, control }: { readonly result: TreatmentResult; readonly control: string }) {
  const { arm, version, verdict, sentence, cautions, primary, split } = result;
  return (
    <>
      <p className="lead">
        <State state={VERDICT_STATES[verdict]} word={verdict} pill /> {typeset(sentence)}
      </p>
      {cautions.map((caution) => (
        <p className="note" key={caution}>
          Note: {caution}.
        </p>
      ))}
      <ComparisonParts one={primary} arm={arm} title={`${version} against ${control}`} />
      {split === null ? null : <ComparisonParts one={split} arm={arm} title="What the split alone would say" />}
      <div className="cards">
        <Segments {...result} />
        <Guardrails {...result} />
      </div>
    </>
  );
}

function comparisonFigures({ control, treatment, difference, relative, alwaysValid }: Comparison, arm: string) {
  const share = relative === null ? '' : `, ${signed(100 * relative, 1)}\u00a0% of the loss of control`;
  return [
    { label: 'Loss of control', value: shown(control, 3), beside: 'mean over days' },
    { label: `Loss of ${arm}`, value: shown(treatment, 3), beside: 'mean over days' },
    { label: 'Difference', value: signed(difference, 3), beside: `below 0 the treatment is better${share}` },
    {
      label: 'Always-valid p',
      value: pText(alwaysValid?.pValue) || '–',
      beside: `interval ${typeset(intervalText(alwaysValid)) || 'not bounded yet'}`,
    },
  ];
}

interface ComparisonProps {
  readonly one: Comparison;
  readonly arm: string;
  readonly title: string;
}

/** A comparison: its figures, its course, and the tests for those who planned a day to look. */
function ComparisonParts({ one, arm, title }: ComparisonProps) {
  const { design, days, rows, concluded } = one;
  const course = differenceByLook(one);
  const isBounded = course.bands![0]!.low.filter((value) => value !== null).length > 1;
  const end =
    concluded === null
      ? 'not concluded yet'
      : `concluded ${concluded.day}, after ${counted(concluded.afterDays, 'day')}: ${concluded.winner} better`;
  return (
    <section className="part">
      <h2>{title}</h2>
      <p className="note">
        {design} · {counted(days, 'day')} · {counted(rows, 'row')} · {end}
      </p>
      <Figures figures={comparisonFigures(one, arm)} />
      <div className="cards">
        {isBounded ? (
          <CourseFigure course={course} />
        ) : (
          <Card title={course.title}>
            <Empty title="No interval is bounded yet" why="It takes a few days of outcomes before one is." />
          </Card>
        )}
        <FixedTests {...one.fixed} />
      </div>
    </section>
  );
}

function FixedTests({ tests, isDue, days }: Comparison['fixed']) {
  if (tests.length === 0) return null;
  const columns: Column[] = [
    { title: 'test', kind: 'text' },
    { title: 'due', kind: 'text' },
    ...['days', 'difference', 'interval', 'p'].map((title): Column => ({ title, kind: 'number' })),
  ];
  const rows = tests.map((test) => [
    test.name,
    isDue ? 'due' : 'not due yet',
    String(days),
    shown(test.difference, 3),
    typeset(intervalText(test)) || '–',
    pText(test.pValue) || '–',
  ]);
  return (
    <Card title="Fixed-horizon tests" note="valid on the planned day alone" flow>
      <DataTable label="Fixed-horizon tests" columns={columns} rows={rows} />
    </Card>
  );
}

function Segments({ segments }: TreatmentResult) {
  if (segments.length === 0) return null;
  const titles = ['rows', 'control', 'difference', 'relative', 'always-valid interval', 'adjusted p'];
  const columns: Column[] = [...numberColumns('segment', titles, 'name'), { title: 'winner', kind: 'text' }];
  const rows = segments.map((one) => {
    const [segment, ...cells] = segmentCells(one);
    const winner = one.winner === null ? 'not known' : `${one.winner} better`;
    return [segment, ...cells.map((cell) => typeset(cell) || '–'), winner];
  });
  return (
    <Card title="Segments" note="greatest relative harm first; p-values adjusted for their number" flow>
      <DataTable label="Segments" columns={columns} rows={rows} />
    </Card>
  );
}

function Guardrails({ guardrails }: TreatmentResult) {
  if (guardrails.length === 0) return null;
  const columns: Column[] = [
    ...numberColumns('guardrail', ['limit', 'increase', 'interval, %'], 'name'),
    { title: 'status', kind: 'text' },
  ];
  const order = Object.keys(GUARDRAIL_STATES);
  const failuresFirst = [...guardrails].sort((x, y) => order.indexOf(x.status) - order.indexOf(y.status));
  const rows = failuresFirst.map((one) => {
    const [name, ...cells] = guardrailCells(one).slice(0, -1);
    const state = <State state={GUARDRAIL_STATES[one.status]} word={one.status} key="status" />;
    return [name, ...cells.map((cell) => typeset(cell) || '–'), state];
  });
  return (
    <Card title="Guardrails" flow>
      <DataTable label="Guardrails" columns={columns} rows={rows} />
    </Card>
  );
}

/** Whether units were divided as they should be, phase by phase. */
function Division({ sampleRatio }: ExperimentEvaluation) {
  const [first] = sampleRatio;
  if (!first) return null;
  const arms = Object.keys(first.units);
  const columns: Column[] = [
    { title: 'since', kind: 'text' },
    { title: 'division', kind: 'text' },
    ...[...arms, 'chi-square p'].map((title): Column => ({ title, kind: 'number' })),
  ];
  const rows = sampleRatio.map(({ from, units, shares, pValue, isMismatch }) => [
    from,
    <State state={isMismatch ? 'failing' : 'ok'} word={isMismatch ? 'mismatch' : 'as it should be'} key="state" />,
    ...arms.map((arm) => `${whole(units[arm]!)} (${shown(100 * shares[arm]!, 1)}\u00a0% expected)`),
    pText(pValue),
  ]);
  return (
    <Card title="Division of units" flow>
      <DataTable label="Division of units" columns={columns} rows={rows} />
    </Card>
  );
}
