import type { operations } from '@dqs/client';
import { countText, dateText, oddsText, passText } from '@dqs/core/wording';
import { parseDay } from '@dqs/core';
import { useQuery } from '@tanstack/react-query';

import { useConnection } from '../../data/page-context.js';
import { Problem } from '../../frame/problem.js';
import { useSettled } from '../../parts/use-settled.js';

/** A mark that is thought of. */
type AskedMark = operations['previewMark']['requestBody']['content']['application/json'];
type Effect = operations['previewMark']['responses'][200]['content']['application/json'];

/** So many of the warnings that would not have been are told one by one. */
const TOLD = 4;

const MEANING = {
  'expected-once': 'Alerts about this day tell nobody; from the next result on they do again.',
  'expected-until': 'Alerts tell nobody until a result lies below it.',
  'false-alarm': 'It is for the record, and changes nothing that is told.',
  fixed: 'It is for the record.',
} as const;

/** What a mark does, and what it would have done in the last 90 days, before it is saved. */
export function MarkEffect({ mark, today }: { readonly mark: AskedMark; readonly today: number }) {
  const settled = useSettled(JSON.stringify(mark), 300);
  const { client } = useConnection();
  const isRecord = mark.kind === 'false-alarm' || mark.kind === 'fixed';
  const { data, error } = useQuery({
    queryKey: ['mark-preview', settled],
    enabled: !isRecord,
    queryFn: async ({ signal }) =>
      (await client.POST('/api/v1/marks/preview', { body: JSON.parse(settled) as AskedMark, signal })).data as Effect,
  });
  return (
    <div className="effect" role="status">
      <p>{MEANING[mark.kind]}</p>
      {isRecord ? null : error ? (
        <Problem error={error} what="What it would have changed is not known." />
      ) : data === undefined ? (
        <p className="faint">Trying it on the last 90 days …</p>
      ) : (
        <Tried effect={data} today={today} />
      )}
    </div>
  );
}

function Tried({ effect: { days, warned, right, fewer }, today }: { readonly effect: Effect; readonly today: number }) {
  const given = `In the last ${days} days ${countText(warned, 'warning')} ${warned === 1 ? 'was' : 'were'} given, ${right} of them right`;
  if (fewer.warned === 0) return <p>{given}. With it all of them would have been given.</p>;
  const rest = fewer.days.length - TOLD;
  return (
    <>
      <p>
        {given}. With it{' '}
        <b>
          {fewer.warned} would not have been given, {fewer.right} of those right
        </b>
        {fewer.right === 0 ? '.' : ': these would have been missed.'}
      </p>
      <ul className="bullets small">
        {fewer.days.slice(-TOLD).map(({ day, odds, came }) => (
          <li key={day}>
            {dateText(parseDay(day)!, today)}: {oddsText(odds)} likely,{' '}
            {came === null ? 'nothing came' : passText(came)}
          </li>
        ))}
        {rest > 0 ? <li>and {rest} before</li> : null}
      </ul>
    </>
  );
}
