import { countText } from '@dqs/core/wording';
import type { IncidentPage } from '@dqs/runtime/pages';
import { useId, useState, type ReactNode } from 'react';

import { Ask } from '../../parts/ask.js';
import { useSending } from './sending.js';

/** What a form of an act gets. */
export interface FormProps {
  readonly page: IncidentPage;
  readonly onClose: () => void;
}

function said(note: string) {
  return note === '' ? {} : { note };
}

/** One field of a form, with its label. */
export function Field({
  label,
  note,
  children,
}: {
  readonly label: string;
  readonly note?: string;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {note === undefined ? null : <small>{note}</small>}
    </div>
  );
}

/** Takes it with what is said, and when an end is expected. */
export function Acknowledge({ page, onClose }: FormProps) {
  const { client, about, back } = useSending(page);
  const [fixBy, setFixBy] = useState('');
  return (
    <Ask
      title="Acknowledge"
      effect={`You have it. Who was told is told so, and it is not repeated to them until something changes.`}
      word="Acknowledge"
      reason="optional"
      done={`You have it: ${page.what}`}
      act={(note) =>
        client.POST('/api/v1/incidents/{id}/acknowledge', {
          ...about,
          body: { ...said(note), ...(fixBy !== '' && { fix_by: new Date(fixBy).toISOString() }) },
        })
      }
      undo={() => client.POST('/api/v1/incidents/{id}/assign', { ...back(), body: { to: page.holder } })}
      onClose={onClose}
    >
      <Field label="Expected to be fixed (may be left out)" note="In your time.">
        {(id) => (
          <input
            id={id}
            type="datetime-local"
            value={fixBy}
            onChange={({ currentTarget }) => setFixBy(currentTarget.value)}
          />
        )}
      </Field>
    </Ask>
  );
}

/** Gives it to somebody, or back to nobody. */
export function Assign({ page, onClose }: FormProps) {
  const { client, about, back } = useSending(page);
  const [to, setTo] = useState('');
  const name = to.trim() === '' ? null : to.trim();
  return (
    <Ask
      title="Assign"
      effect={
        name === null
          ? 'Without a name nobody has it any more, and it is told again as any that is open.'
          : `${name} has it. Who was told is told so; what you write reaches them with it.`
      }
      word={name === null ? 'Give it back' : 'Assign'}
      reason="optional"
      done={name === null ? 'Nobody has it' : `${name} has it: ${page.what}`}
      act={(note) => client.POST('/api/v1/incidents/{id}/assign', { ...about, body: { to: name, ...said(note) } })}
      undo={() => client.POST('/api/v1/incidents/{id}/assign', { ...back(), body: { to: page.holder } })}
      onClose={onClose}
    >
      <Field label="To whom">
        {(id) => (
          <input
            id={id}
            type="text"
            value={to}
            maxLength={200}
            onChange={({ currentTarget }) => setTo(currentTarget.value)}
          />
        )}
      </Field>
    </Ask>
  );
}

/** What was broken is mended; the day may be left out of grading. */
export function Fixed({ page, onClose }: FormProps) {
  const { client, about, back } = useSending(page);
  const [isLeftOut, setLeftOut] = useState(false);
  const series = page.members.filter(({ level, resolvedAt }) => level === 'series' && resolvedAt === null).length;
  return (
    <Ask
      title="I fixed it"
      effect={`It is noted beside ${countText(series, 'series', 'series')}, and who was told is told so. It ends when its alerts do.`}
      word="I fixed it"
      reason="optional"
      done={`Noted: fixed. It ends when its alerts do`}
      act={(note) =>
        client.POST('/api/v1/incidents/{id}/fixed', { ...about, body: { ...said(note), leave_out: isLeftOut } })
      }
      {...(!isLeftOut && { undo: () => client.POST('/api/v1/incidents/{id}/not-fixed', back()) })}
      onClose={onClose}
    >
      {series === 0 ? null : (
        <label className="check">
          <input
            type="checkbox"
            checked={isLeftOut}
            onChange={({ currentTarget }) => setLeftOut(currentTarget.checked)}
          />{' '}
          Leave today out of grading and training: neither hit nor miss, whatever comes. This cannot be taken back.
        </label>
      )}
    </Ask>
  );
}

/** Ends it, for a reason of the policy. */
export function Resolve({ page, onClose }: FormProps) {
  const { client, about, back } = useSending(page);
  const { resolutionReasons } = page;
  const [reason, setReason] = useState(resolutionReasons[0] ?? 'fixed');
  const firing = page.members.filter(({ resolvedAt }) => resolvedAt === null).length;
  return (
    <Ask
      title="Resolve"
      effect={
        `Who was told is told that it is over. ` +
        (firing === 0
          ? ''
          : `${countText(firing, 'member still fires', 'members still fire')}: nothing new opens for them before they have been good once.`)
      }
      word="Resolve"
      reason="optional"
      done={`Resolved: ${page.what}`}
      act={(note) => client.POST('/api/v1/incidents/{id}/resolve', { ...about, body: { reason, ...said(note) } })}
      // What nothing fires of any more stays over.
      {...(firing > 0 && { undo: () => client.POST('/api/v1/incidents/{id}/reopen', { ...back(), body: {} }) })}
      onClose={onClose}
    >
      <Field label="Reason">
        {(id) =>
          resolutionReasons.length === 0 ? (
            <input
              id={id}
              type="text"
              value={reason}
              maxLength={200}
              required
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
          ) : (
            <select id={id} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)}>
              {resolutionReasons.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )
        }
      </Field>
    </Ask>
  );
}

/** It has not ended. */
export function Reopen({ page, onClose }: FormProps) {
  const { client, about } = useSending(page);
  return (
    <Ask
      title="Reopen"
      effect="It is open again and nobody has it. Who was told is told so."
      word="Reopen"
      reason="optional"
      done={`Open again: ${page.what}`}
      act={(note) => client.POST('/api/v1/incidents/{id}/reopen', { ...about, body: said(note) })}
      onClose={onClose}
    />
  );
}

/** What it is called. */
export function Name({ page, onClose }: FormProps) {
  const { client, about, back } = useSending(page);
  const [title, setTitle] = useState(page.title ?? '');
  return (
    <Ask
      title="Name"
      effect="It stands on all pages and in messages under this name; without one, under what it is about."
      word="Save"
      reason="none"
      done="Named"
      act={() =>
        client.POST('/api/v1/incidents/{id}/name', {
          ...about,
          body: { title: title.trim() === '' ? null : title.trim() },
        })
      }
      undo={() => client.POST('/api/v1/incidents/{id}/name', { ...back(), body: { title: page.title } })}
      onClose={onClose}
    >
      <Field label="Name">
        {(id) => (
          <input
            id={id}
            type="text"
            value={title}
            maxLength={200}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        )}
      </Field>
    </Ask>
  );
}
