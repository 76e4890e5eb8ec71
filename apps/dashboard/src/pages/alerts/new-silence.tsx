import { MS_PER_DAY, MS_PER_MINUTE } from '@dqs/core';
import { countText } from '@dqs/core/wording';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { useConnection, useFrame } from '../../data/page-context.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { untilText, useSilences, type SilenceMatch } from '../../parts/use-silences.js';
import type { SilenceReach } from './answers.js';
import { useSettled } from '../../parts/use-settled.js';

const FIELDS = ['dataset', 'rule', 'source', 'owner', 'tags', 'tenant', 'attribute', 'alert', 'model'] as const;
type Field = (typeof FIELDS)[number];

/** Patterns of a field, as they are written: `orders*, payments`. */
interface Line {
  readonly field: Field;
  readonly text: string;
}

/** Makes a silence of anything: says what it matches and what of that fires before it is made. */
export function NewSilence({ onClose }: { readonly onClose: () => void }) {
  const [lines, setLines] = useState<readonly Line[]>([{ field: 'dataset', text: '' }]);
  const [until, setUntil] = useState(() => localInput(Date.now() + MS_PER_DAY));
  const [why, setWhy] = useState('');
  const id = useId();
  const match = matchOf(lines);
  const isEmpty = Object.keys(match).length === 0;
  const end = new Date(until);
  const isPast = !(end.getTime() > Date.now());
  const save = useSilences(({ until: ends }) => `Silenced until ${untilText(ends)}`, onClose);
  const isReady = !isEmpty && !isPast && why.trim() !== '' && !save.isPending;
  return (
    <Dialog title="New silence" note="what fires tells nobody, until it ends" onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) save.mutate({ matches: [match], until: end, comment: why.trim() });
        }}
      >
        <Matches lines={lines} onChange={setLines} />
        <div className="field">
          <label htmlFor={`${id}-until`}>Until</label>
          <input
            id={`${id}-until`}
            type="datetime-local"
            required
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
          {isPast ? <small className="err">expected a time that is to come</small> : null}
        </div>
        <div className="field">
          <label htmlFor={`${id}-why`}>Why</label>
          <input
            id={`${id}-why`}
            type="text"
            required
            maxLength={1000}
            value={why}
            onChange={({ currentTarget }) => setWhy(currentTarget.value)}
          />
          <small>It is shown wherever something is not told because of it.</small>
        </div>
        <Reach match={match} />
        {save.error ? <Problem error={save.error} what="Not silenced." /> : null}
        <div className="btns">
          <button type="submit" className="btn primary" disabled={!isReady}>
            Silence
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface MatchesProps {
  readonly lines: readonly Line[];
  readonly onChange: (lines: readonly Line[]) => void;
}

/** What the silence is about: every field that is named has to match. */
function Matches({ lines, onChange }: MatchesProps) {
  return (
    <fieldset className="matches">
      <legend>What</legend>
      {lines.map((line, i) => (
        <MatchLine
          key={i}
          line={line}
          onChange={(next) => onChange(lines.map((one, at) => (at === i ? next : one)))}
          onRemove={lines.length > 1 ? () => onChange(lines.filter((_, at) => at !== i)) : undefined}
        />
      ))}
      <button
        type="button"
        className="btn quiet sm"
        disabled={lines.length >= FIELDS.length}
        onClick={() => onChange([...lines, { field: unusedField(lines), text: '' }])}
      >
        And…
      </button>
    </fieldset>
  );
}

interface MatchLineProps {
  readonly line: Line;
  readonly onChange: (line: Line) => void;
  readonly onRemove: (() => void) | undefined;
}

function MatchLine({ line: { field, text }, onChange, onRemove }: MatchLineProps) {
  const { owners, sources } = useFrame();
  const list = useId();
  const known = field === 'owner' ? owners : field === 'source' ? sources : [];
  return (
    <div className="match">
      <select
        aria-label="Field"
        value={field}
        onChange={({ currentTarget }) => onChange({ field: currentTarget.value as Field, text })}
      >
        {FIELDS.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <input
        type="text"
        aria-label={`Patterns for ${field}`}
        placeholder="orders*, payments"
        list={list}
        value={text}
        onChange={({ currentTarget }) => onChange({ field, text: currentTarget.value })}
      />
      <datalist id={list}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {onRemove === undefined ? null : (
        <button type="button" className="btn quiet sm" onClick={onRemove} aria-label={`Remove ${field}`}>
          Remove
        </button>
      )}
    </div>
  );
}

/** What it would be about, as soon as somebody stops typing. */
function Reach({ match }: { readonly match: SilenceMatch }) {
  const settled = useSettled(JSON.stringify(match), 300);
  const { client } = useConnection();
  const isEmpty = settled === '{}';
  const { data, error } = useQuery({
    queryKey: ['silence-preview', settled],
    enabled: !isEmpty,
    queryFn: async ({ signal }) => {
      const body = { match: JSON.parse(settled) as SilenceMatch };
      return (await client.POST('/api/v1/silences/preview', { body, signal })).data as SilenceReach;
    },
  });
  if (error) return <Problem error={error} what="What it matches is not known." />;
  return (
    <p className="effect" role="status">
      {isEmpty || data === undefined ? (
        'Name what it is about: * stands for any text, ? for one character.'
      ) : (
        <>
          It matches <b>{countText(data.series, 'series', 'series')}</b>
          {data.series === 0 ? ': nothing has such a name yet.' : ', '}
          {data.series === 0 ? '' : data.firing === 0 ? 'and none of its alerts fires now.' : ''}
          {data.series > 0 && data.firing > 0 ? (
            <>
              and <b>{countText(data.firing, 'alert')}</b> that {data.firing === 1 ? 'fires' : 'fire'} now.
            </>
          ) : null}
          {data.named.length > 0 ? (
            <small className="faint">
              {' '}
              {data.named.slice(0, 5).join(', ')}
              {data.series > 5 ? ` and ${data.series - 5} more` : ''}
            </small>
          ) : null}
        </>
      )}
    </p>
  );
}

function matchOf(lines: readonly Line[]): SilenceMatch {
  const match = new Map<Field, string[]>();
  for (const { field, text } of lines) {
    const patterns = text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
    if (patterns.length > 0) match.set(field, [...(match.get(field) ?? []), ...patterns]);
  }
  return Object.fromEntries(match);
}

function unusedField(lines: readonly Line[]): Field {
  return FIELDS.find((one) => !lines.some(({ field }) => field === one)) ?? 'dataset';
}

/** A time as an input of the browser takes it: of the clock of whoever types. */
function localInput(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * MS_PER_MINUTE);
  return local.toISOString().slice(0, 16);
}
