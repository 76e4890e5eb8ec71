import { DQS_VERSION } from '@dqs/core';

import { escapeHtml } from './escape.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/** What a page shows between its header and its footer. */
export interface HtmlPage {
  /** Title of the window, plain text. */
  readonly title: string;
  /** The heading, plain text. */
  readonly heading: string;
  /** One line below the heading, HTML. */
  readonly subtitle: string;
  /** The sections, HTML. */
  readonly main: string;
  /** Styles that only this page needs. */
  readonly style?: string;
  readonly createdAt: Date;
}

/**
 * The skeleton of every page: styles, script and charts are inside, nothing is fetched, and names from the data stay text
 * because `main` and `subtitle` were escaped by whoever made them.
 */
export function htmlPage({ title, heading, subtitle, main, style = '', createdAt }: HtmlPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<header><div><h1>${escapeHtml(heading)}</h1><p>${subtitle}</p></div><button id="theme" type="button">Light / dark</button></header>
<main>
${main}
</main>
<footer>DQS ${DQS_VERSION} · ${createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</footer>
<div id="tip" hidden></div>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
