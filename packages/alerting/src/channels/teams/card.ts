import { STATE_LOOKS } from '@dqs/core/wording';

import type { DigestMessage, IncidentMessage } from '../../message/message.js';
import { contextText, titleText } from '../../message/message.js';
import type { MessageState } from '../../message/states.js';

/** The colours that a card knows; the word says it, the colour repeats it. */
const COLOURS: Readonly<Record<MessageState, string>> = {
  failing: 'Attention',
  likely: 'Warning',
  watch: 'Warning',
  unknown: 'Default',
  intervened: 'Accent',
  suppressed: 'Default',
  resolved: 'Good',
};

/** The envelope that a workflow of Teams takes, with one adaptive card in it. */
export function teamsEnvelope(content: IncidentMessage | DigestMessage) {
  const card = content.kind === 'incident' ? incidentCard(content) : digestCard(content);
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] };
}

function incidentCard(message: IncidentMessage) {
  const { state, what, holder, lines, actions } = message;
  const { mark, word } = STATE_LOOKS[state];
  const title = block(`${mark} ${titleText(word, what, holder)}`, { weight: 'Bolder', color: COLOURS[state] });
  const body = [
    title,
    ...lines.map((line) => block(line, {})),
    block(contextText(message), { isSubtle: true, size: 'Small' }),
  ];
  return {
    ...CARD,
    fallbackText: message.fallback,
    body,
    actions: actions.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
  };
}

/** The most characters of a digest in a card: Teams takes 28 KB for all of it, a character may be four bytes, or escaped. */
const MOST_TEXT = 4000;

function digestCard({ subject, text }: DigestMessage) {
  const lines = text
    .slice(0, MOST_TEXT)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const body = [block(subject, { weight: 'Bolder' }), ...lines.map((line) => block(line, { spacing: 'Small' }))];
  return { ...CARD, fallbackText: subject, body };
}

const CARD = {
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  // The newest that all clients of Teams show.
  version: '1.4',
  msteams: { width: 'Full' },
} as const;

interface BlockLook {
  readonly weight?: string;
  readonly color?: string;
  readonly size?: string;
  readonly spacing?: string;
  readonly isSubtle?: boolean;
}

function block(text: string, look: BlockLook) {
  return { type: 'TextBlock', text: plain(text), wrap: true, ...look };
}

/** A text block reads some of Markdown, and a line that begins with a number and a full stop as a list. */
function plain(text: string): string {
  return text
    .replace(/[\\*_[\]`~#>]/g, '\\$&')
    .replace(/^(\s*\d+)\./, '$1\\.')
    .replace(/^(\s*)-/, '$1\\-');
}
