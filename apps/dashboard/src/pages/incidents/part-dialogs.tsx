import { formatDay } from '@dqs/core';
import { countText } from '@dqs/core/wording';
import { useState } from 'react';

import { Ask } from '../../parts/ask.js';
import { once } from '../../parts/once.js';
import { Field, type FormProps } from './hand-dialogs.js';
import { useSending } from './sending.js';

const KINDS = { 'expected-once': 'Expected, this once', 'false-alarm': 'A false alarm' } as const;
type Kind = keyof typeof KINDS;

/** Which of some are chosen. */
function Several({
  legend,
  rows,
  chosen,
  onChoose,
}: {
  readonly legend: string;
  readonly rows: readonly { readonly id: string; readonly word: string }[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <fieldset className="field choices">
      <legend>{legend}</legend>
      {rows.map(({ id, word }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
          {word}
        </label>
      ))}
    </fieldset>
  );
}

/** Feedback on all series of it at once. */
export function Expected({ page, onClose }: FormProps) {
  const { client } = useSending(page);
  const [kind, setKind] = useState<Kind>('expected-once');
  const series = page.members.filter(({ level, resolvedAt }) => level === 'series' && resolvedAt === null);
  const act = async (comment: string) => {
    const made: string[] = [];
    for (const { subject, row } of series) {
      const day = row?.last?.day;
      const body = {
        ...{ series: subject, kind, leave_out: false },
        ...(day !== undefined && { day: formatDay(day) }),
        ...(comment !== '' && { comment }),
      };
      const { data } = await client.POST('/api/v1/marks', { body, headers: once() });
      made.push(data!.id);
    }
    return made;
  };
  const undo = async (made: readonly string[]) => {
    for (const id of made) await client.DELETE('/api/v1/marks/{id}', { params: { path: { id } }, headers: once() });
  };
  return (
    <Ask
      title="Feedback"
      effect={
        kind === 'expected-once'
          ? `Alerts about ${countText(series.length, 'series', 'series')} tell nobody until their next result.`
          : 'It is for the record, and changes nothing that is told.'
      }
      word="Note it"
      reason="optional"
      done={`Noted: ${KINDS[kind].toLowerCase()}`}
      act={act}
      undo={undo}
      onClose={onClose}
    >
      <fieldset className="field choices">
        <legend>What was it?</legend>
        {(Object.entries(KINDS) as [Kind, string][]).map(([one, word]) => (
          <label key={one}>
            <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
            {word}
          </label>
        ))}
      </fieldset>
    </Ask>
  );
}

/** Where it began, as whoever looks knows better. */
export function Root({ page, onClose }: FormProps) {
  const { client, about } = useSending(page);
  const [subject, setSubject] = useState(page.members[0]?.subject ?? '');
  return (
    <Ask
      title="Choose another root"
      effect="It stands first in lists and messages, and its owner answers for the incident. What was learned of leads stays as it is."
      word="Save"
      reason="none"
      done="Another root is named"
      act={() =>
        client.POST('/api/v1/incidents/{id}/root', { ...about, body: { subject: subject === '' ? null : subject } })
      }
      onClose={onClose}
    >
      <Field label="It began in">
        {(id) => (
          <select id={id} value={subject} onChange={({ currentTarget }) => setSubject(currentTarget.value)}>
            {page.members.map(({ subject: one, name }) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
            <option value="">What the leads say</option>
          </select>
        )}
      </Field>
    </Ask>
  );
}

/** Takes the members of others over. */
export function Merge({ page, onClose }: FormProps) {
  const { client, about } = useSending(page);
  const [from, setFrom] = useState<ReadonlySet<string>>(new Set());
  return (
    <Ask
      title="Merge"
      effect={
        from.size === 0
          ? 'Choose what belongs to it.'
          : `${countText(from.size, 'incident ends', 'incidents end')} as duplicate, and their members come here. It can be undone on their pages.`
      }
      word="Merge"
      reason="none"
      done={`Merged: ${countText(from.size, 'incident')}`}
      act={() => client.POST('/api/v1/incidents/{id}/merge', { ...about, body: { from: [...from] } })}
      undo={async () => {
        for (const id of from)
          await client.POST('/api/v1/incidents/{id}/undo', { params: { path: { id } }, headers: once() });
      }}
      onClose={onClose}
    >
      <Several
        legend="Incidents that are open"
        rows={page.others.map(({ id, what }) => ({ id, word: `${what} · ${id}` }))}
        chosen={from}
        onChoose={setFrom}
      />
    </Ask>
  );
}

/** Gives some members an incident of their own. */
export function Split({ page, onClose }: FormProps) {
  const { client, about } = useSending(page);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const alerts = page.members.filter(({ subject }) => chosen.has(subject)).flatMap((one) => one.alerts);
  return (
    <Ask
      title="Split"
      effect={
        chosen.size === 0
          ? 'Choose what does not belong to it.'
          : `${countText(chosen.size, 'member gets', 'members get')} an incident of their own, which is told as any other. It can be undone there.`
      }
      word="Split"
      reason="none"
      done={`Split: ${countText(chosen.size, 'member')}`}
      act={() => client.POST('/api/v1/incidents/{id}/split', { ...about, body: { alerts } })}
      undo={async ({ data }) => {
        const { changed } = data as unknown as { readonly changed: readonly string[] };
        const made = changed.find((id) => id !== page.id);
        if (made !== undefined)
          await client.POST('/api/v1/incidents/{id}/undo', { params: { path: { id: made } }, headers: once() });
      }}
      onClose={onClose}
    >
      <Several
        legend="Members that leave"
        rows={page.members.map(({ subject, name }) => ({ id: subject, word: name }))}
        chosen={chosen}
        onChoose={setChosen}
      />
    </Ask>
  );
}
