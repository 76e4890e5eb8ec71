/** @jsxRuntime automatic */
import { DQS_VERSION } from '@dqs/core';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

import { stylesheet } from '../style/stylesheet.js';
import { SCRIPT, THEME_SCRIPT } from './script.js';

/** What a page shows. */
export interface PageProps {
  /** Title of the window. */
  readonly title: string;
  readonly heading: string;
  /** What the page is about: days, rows, scope. */
  readonly scope: ReactNode;
  /** The one sentence that the page proves. */
  readonly lead?: ReactNode;
  readonly createdAt: Date;
  readonly children: ReactNode;
}

/**
 * The skeleton of every page as one HTML file: style, script and charts are inside, and nothing is fetched. Names from the
 * data are texts and never become markup.
 */
export function htmlPage(props: PageProps): string {
  return `<!doctype html>\n${renderToStaticMarkup(<Page {...props} />)}\n`;
}

function Page({ title, heading, scope, lead, createdAt, children }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
        <style dangerouslySetInnerHTML={{ __html: stylesheet() }} />
      </head>
      <body>
        <div className="page">
          <header className="title">
            <div>
              <h1>{heading}</h1>
              <p>{scope}</p>
            </div>
            <button id="theme" className="btn" type="button" hidden />
          </header>
          <main>
            {lead === undefined ? null : <p className="lead">{lead}</p>}
            {children}
          </main>
          <footer className="about">
            <span>
              DQS {DQS_VERSION} · {createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC
            </span>
            <span className="keys">
              <kbd>←</kbd> <kbd>→</kbd> move the readout of a chart · <kbd>t</kbd> chart or table
            </span>
          </footer>
        </div>
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}
