import { STATE_LOOKS } from '@dqs/core/wording';

import { contextText, titleText, type IncidentMessage } from './message.js';

/** The message as plain text, at most five lines, as a mail or a terminal shows it; actions follow as addresses. */
export function textMessage(message: IncidentMessage): string {
  const { mark, word } = STATE_LOOKS[message.state];
  return [`${mark} ${titleText(word, message.what, message.holder)}`, ...message.lines, contextText(message)].join(
    '\n',
  );
}
