import type { IncidentFacts } from './facts.js';
import type { MessageAction } from './message.js';
import type { MessageState } from './states.js';

const LABELS: Readonly<Record<MessageAction['id'], string>> = {
  open: 'Open',
  acknowledge: 'Acknowledge',
  silence: 'Silence',
  expected: 'Expected',
  fixed: 'I fixed it',
  'hand-over': 'Hand over',
  reopen: 'Reopen',
};

/** What a reader can do about an incident; each opens a page that asks before it changes anything. */
export function actionsOf(facts: IncidentFacts, state: MessageState, pages: string | undefined): MessageAction[] {
  if (pages === undefined) return [];
  const incident = `${pages.endsWith('/') ? pages.slice(0, -1) : pages}/incidents/${encodeURIComponent(facts.incident)}`;
  return idsOf(facts, state).map((id) => ({
    id,
    label: LABELS[id],
    url: id === 'open' ? incident : `${incident}?act=${id}`,
  }));
}

function idsOf({ phase }: IncidentFacts, state: MessageState): readonly MessageAction['id'][] {
  if (phase === 'resolved') return ['open', 'reopen'];
  if (phase === 'acknowledged') return ['open', 'fixed', 'hand-over'];
  if (state === 'suppressed') return ['open'];
  const answer = state === 'failing' ? (['fixed'] as const) : state === 'likely' ? (['expected'] as const) : [];
  return ['open', 'acknowledge', 'silence', ...answer];
}
