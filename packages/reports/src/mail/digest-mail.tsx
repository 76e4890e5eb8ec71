/** @jsxRuntime automatic */
import type { TodayFacts } from '@dqs/alerting';
import { renderToStaticMarkup } from 'react-dom/server';

import { DigestBody } from './digest-body.js';
import { digestText } from './digest-text.js';
import { INK } from './parts.js';
import { previewText, subjectText } from './sentences.js';

/** A mail, ready to be sent. */
export interface DigestMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * The morning's digest as a mail: text and a page of tables with inline styles, 600 px wide, without pictures, scripts or
 * anything that is fetched. A quiet morning gives a mail that says
 * so; whether it is sent is for its receiver's `even_if_quiet` to say.
 * Names from the data never become markup.
 */
export function digestMail(facts: TodayFacts): DigestMail {
  const subject = subjectText(facts);
  const html = `<!doctype html>\n${renderToStaticMarkup(<Mail facts={facts} subject={subject} />)}\n`;
  return { subject, text: digestText(facts), html };
}

function Mail({ facts, subject }: { readonly facts: TodayFacts; readonly subject: string }) {
  const card = { width: '100%', maxWidth: '600px', border: `1px solid ${INK.line}`, backgroundColor: INK.surface };
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light" />
        <meta name="supported-color-schemes" content="light" />
        <title>{subject}</title>
      </head>
      <body style={{ margin: 0, padding: 0, backgroundColor: INK.page }}>
        <div style={{ display: 'none', maxHeight: 0, overflow: 'hidden' }}>{previewText(facts)}</div>
        <table role="presentation" cellPadding="0" cellSpacing="0" width="100%" bgcolor={INK.page}>
          <tbody>
            <tr>
              <td align="center" style={{ padding: '24px 12px' }}>
                <table
                  role="presentation"
                  cellPadding="0"
                  cellSpacing="0"
                  width="600"
                  bgcolor={INK.surface}
                  style={card}
                >
                  <tbody>
                    <tr>
                      <td align="left" style={{ padding: '24px 28px 28px' }}>
                        <DigestBody facts={facts} />
                      </td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </html>
  );
}
