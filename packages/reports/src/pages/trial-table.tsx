/** @jsxRuntime automatic */
import type { TuneReport } from '@dqs/pipelines';
import type { Trial } from '@dqs/search';

import { Card } from '../components/card.js';
import { DataTable, type Column } from '../components/data-table.js';
import { State } from '../components/state.js';
import { valueText } from '../text/parameter.js';
import { shown } from '../text/typeset.js';

/** States of a trial, the one that needs a look with its reason. */
const TRIAL_STATES: Readonly<Record<Trial['state'], Parameters<typeof State>[0]>> = {
  complete: { state: 'ok', word: 'complete' },
  pruned: { state: 'suppressed', word: 'ended early' },
  failed: { state: 'failing', word: 'failed' },
};

/** Every trial of a search, failed ones first, else in their order. */
export function TrialTable({ trials, space }: Pick<TuneReport, 'trials' | 'space'>) {
  const names = Object.keys(space);
  const hasErrors = trials.some(({ error }) => error !== undefined);
  const columns: Column[] = [
    { title: 'trial', kind: 'number' },
    { title: 'state', kind: 'text' },
    ...['CRPS', ...names, 'rounds', 'seconds'].map((title): Column => ({ title, kind: 'number' })),
    ...(hasErrors ? [{ title: 'why', kind: 'why' } as const] : []),
  ];
  const failedFirst = [...trials].sort((a, b) => Number(b.state === 'failed') - Number(a.state === 'failed'));
  const rows = failedFirst.map(({ number, state, value, parameters, notes, durationMs, error }) => [
    String(number),
    <State {...TRIAL_STATES[state]} key="state" />,
    shown(value, 3),
    ...names.map((name) => valueText(parameters[name]) || '–'),
    String(notes?.['rounds'] ?? '–'),
    shown(durationMs / 1000, 1),
    error ?? '',
  ]);
  return (
    <Card title="Trials" wide flow>
      <div className="pad">
        <input type="search" data-filters="trial-table" placeholder="Filter" aria-label="Filter trials" />
      </div>
      <DataTable label="Trials" id="trial-table" columns={columns} rows={rows} />
    </Card>
  );
}
