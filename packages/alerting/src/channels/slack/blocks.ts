import { lineText, STATE_LOOKS } from '@dqs/core/wording';

import { titleText, type DigestMessage, type IncidentMessage, type MessageAction } from '../../message/message.js';

/** What Slack takes in one text of a section, in characters. */
const MOST_SECTION = 3000;
const MOST_FALLBACK = 500;

/** Buttons that are shown first; the rest is behind *Open*. */
const STYLES = new Map<MessageAction['id'], 'primary'>([['acknowledge', 'primary']]);

/**
 * The message as Slack's attachment: a bar in the colour of the state, title and lines in one section, the context, and
 * buttons that open pages. Names are texts and never mention anyone.
 */
export function incidentAttachments(message: IncidentMessage) {
  const { state, what, holder, lines, owner, context, actions, fallback } = message;
  const { mark, word, colour } = STATE_LOOKS[state];
  const title = `*${plain(`${mark} ${titleText(word, what)}`)}*${holder === undefined ? '' : ` · _${plain(holder)} has it_`}`;
  const who = owner === undefined ? 'No owner' : `\`${plain(owner)}\``;
  const blocks = [
    section([title, ...lines.map(plain)].join('\n')),
    { type: 'context', elements: [markdown([who, ...context.map(plain)].join(' · '))] },
    ...(actions.length === 0 ? [] : [{ type: 'actions', elements: actions.map(buttonOf) }]),
  ];
  return [{ color: colour, fallback: escaped(lineText(fallback, MOST_FALLBACK)), blocks }];
}

/** A digest as sections of its text. */
export function digestAttachments({ subject, text }: DigestMessage) {
  const blocks = [section(`*${plain(subject)}*`), section(plain(text))];
  return [{ color: '#61686f', fallback: escaped(lineText(subject, MOST_FALLBACK)), blocks }];
}

/** A line of a thread; a page calls those who are present. */
export function threadText(text: string, callsOut: boolean): string {
  return `${callsOut ? '<!here> ' : ''}${plain(text)}`;
}

function buttonOf({ id, label, url }: MessageAction) {
  const style = STYLES.get(id);
  const text = { type: 'plain_text', text: label };
  return { type: 'button', action_id: `dqs-${id}`, text, url, ...(style !== undefined && { style }) };
}

function section(text: string) {
  return { type: 'section', text: markdown(fitting(text)) };
}

/** As much of a text as Slack takes, which refuses the whole message otherwise; no escape and no character is cut in two. */
function fitting(text: string): string {
  if (text.length <= MOST_SECTION) return text;
  return `${text.slice(0, MOST_SECTION - 1).replace(/(?:&[a-z]{0,3}|[\ud800-\udbff])$/, '')}…`;
}

function markdown(text: string) {
  return { type: 'mrkdwn', text, verbatim: true };
}

const IN_NAME = /[\p{L}\p{N}]/u;

/**
 * A text without markup: a mark of Slack's Markdown gets a character without width beside it, so that it stays one. An
 * underscore within a name marks nothing and is left alone, so that the name can be copied.
 */
function plain(text: string): string {
  return escaped(text).replace(/[*_~`]/g, (mark, at: number, whole: string) => {
    const isWithin = mark === '_' && IN_NAME.test(whole.charAt(at - 1)) && IN_NAME.test(whole.charAt(at + 1));
    return isWithin ? mark : `${mark}\u200b`;
  });
}

/** Slack's three escapes; without them a name could mention everyone. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
