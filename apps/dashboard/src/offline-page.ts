import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { PACKAGE } from './site.js';

/** What a file holds: by the path of a twin with its query, `/today.json`, what it says. */
export type OfflinePages = Readonly<Record<string, unknown>>;

/**
 * Pages as one HTML file that opens without a server: script, style and data are inside, and nothing is fetched. Names from the
 * data are data and never become markup.
 *
 * @param title of the window.
 * @param pages has at least `/frame.json` and the page that opens first, `/today.json`.
 */
export async function offlinePage(title: string, pages: OfflinePages): Promise<string> {
  const folder = join(PACKAGE, 'dist', 'offline');
  const [script, style] = await Promise.all(['app.js', 'app.css'].map((name) => readFile(join(folder, name), 'utf8')));
  const data = JSON.stringify(pages).replaceAll('<', '\\u003c');
  const shown = title.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:">`,
    `<title>${shown}</title>\n<style>${style!.replaceAll('</style', '<\\/style')}</style>\n</head>`,
    `<body><div id="app"></div>`,
    `<script type="application/json" id="dqs-pages">${data}</script>`,
    `<script>${script!.replaceAll('</script', '<\\/script')}</script>\n</body>\n</html>\n`,
  ].join('\n');
}
