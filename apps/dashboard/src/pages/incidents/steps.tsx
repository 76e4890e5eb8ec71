import { durationText, oddsText } from '@dqs/core/wording';
import { StateShape } from '@dqs/reports/components';
import type { IncidentPage } from '@dqs/runtime/pages';
import type { ReactNode } from 'react';

import { whenText } from '../../parts/when.js';

interface Step {
  readonly word: string;
  /** When it was; null for what has not been. */
  readonly at: number | null;
  readonly note: string | null;
  /** What is expected where it has not been. */
  readonly expected?: readonly string[];
  readonly mark?: ReactNode;
}

/** From the forecast to the end: what has been is solid, what is to come dashed, with what is expected. */
export function Steps({ page }: { readonly page: IncidentPage }) {
  const { timeZone, knownAt } = page;
  const steps = stepsOf(page);
  const isOver = page.phase === 'resolved';
  return (
    <section className="card" aria-label="How far it has come">
      <ol className="steps">
        {steps.map(({ word, at, note, expected = [], mark }, i) => (
          <li key={word} className={at === null || steps[i + 1]?.at === null ? 'todo' : undefined}>
            {at === null ? <i className="todo" /> : (mark ?? <i className="done" />)}
            <b>{word}</b>
            {at === null ? (
              (isOver || expected.length === 0 ? [isOver ? 'it was not' : 'not yet'] : expected).map((line) => (
                <span key={line}>{line}</span>
              ))
            ) : (
              <>
                <span>{whenText(at, timeZone, knownAt)}</span>
                {note === null ? null : <span>{note}</span>}
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function stepsOf(page: IncidentPage): readonly Step[] {
  return [...saidSteps(page), ...handSteps(page)];
}

/** What was said and came. */
function saidSteps({ steps: { forecast, warned, failed } }: IncidentPage): Step[] {
  const said = <i className="said" />;
  return [
    {
      word: 'Forecast',
      at: forecast?.at ?? null,
      note: forecast && `${forecast.name} ${oddsText(forecast.odds)}`,
      expected: [failed === null ? 'no forecast warns' : 'no forecast had warned'],
      mark: said,
    },
    {
      word: warned?.isPage ? 'Paged' : 'Warned',
      at: warned?.at ?? null,
      note: warned && warned.receivers.join(', '),
      expected: ['nobody was told yet'],
      mark: said,
    },
    {
      word: 'Failed',
      at: failed?.at ?? null,
      note:
        failed &&
        (failed.afterWarning === null ? failed.name : `${durationText(failed.afterWarning)} after the warning`),
      mark: <StateShape state="failing" />,
    },
  ];
}

/** What people did about it. */
function handSteps({ steps: { acknowledged, fixed, fixBy, resolved }, timeZone, knownAt }: IncidentPage): Step[] {
  const after = acknowledged?.afterTold ?? null;
  return [
    {
      word: 'Acknowledged',
      at: acknowledged?.at ?? null,
      note: acknowledged && acknowledged.by + (after === null ? '' : `, ${durationText(after)} after it was told`),
      expected: ['nobody has it'],
    },
    {
      word: 'Fixed',
      at: fixed?.at ?? null,
      note: fixed && `said by ${fixed.by}`,
      ...(fixBy && { expected: [`expected ${whenText(fixBy.at, timeZone, knownAt)}`, `said by ${fixBy.by}`] }),
    },
    {
      word: 'Resolved',
      at: resolved?.at ?? null,
      note: resolved && (resolved.by === 'policy' ? resolved.reason : `${resolved.reason}, by ${resolved.by}`),
      expected: ['when all its alerts are over'],
      mark: <StateShape state="ok" />,
    },
  ];
}
