/** @jsxRuntime automatic */
import type { CSSProperties, ReactNode } from 'react';

import { THEMES } from '../tokens/tokens.js';

/** Colours of a mail: programs of mail know no theme of ours, so it is light everywhere. */
export const INK = THEMES.light;

/** Fonts that every program has; a mail loads none. */
const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** The style of a text: nothing is inherited in some programs, so each cell says all of it. */
export function textStyle(size: number, line: number, color: string, more: CSSProperties = {}): CSSProperties {
  return { fontFamily: FONT, fontSize: `${size}px`, lineHeight: `${line}px`, color, ...more };
}

/** A table that lays out and says nothing. */
export function Layout({ children, ...more }: { readonly children: ReactNode; readonly width?: string }) {
  return (
    <table role="presentation" cellPadding="0" cellSpacing="0" width="100%" {...more}>
      <tbody>{children}</tbody>
    </table>
  );
}

/** A row with one cell. */
export function Row({ style, children }: { readonly style?: CSSProperties; readonly children: ReactNode }) {
  return (
    <tr>
      <td style={style}>{children}</td>
    </tr>
  );
}

/** The heading of a section with what it shows. */
export function Heading({ title, note }: { readonly title: string; readonly note: string }) {
  return (
    <Row style={textStyle(15, 20, INK.ink, { fontWeight: 600, padding: '22px 0 8px' })}>
      <h2 style={{ display: 'inline', fontSize: '15px', fontWeight: 600, margin: 0 }}>{title}</h2>{' '}
      <span style={{ fontWeight: 400, color: INK['ink-3'], fontSize: '13px' }}>{note}</span>
    </Row>
  );
}

/** A cell of a list, with a line above it. */
export function Cell({
  children,
  width,
  style,
}: {
  readonly children: ReactNode;
  readonly width?: number;
  readonly style?: CSSProperties;
}) {
  const look = { padding: '8px 0', borderTop: `1px solid ${INK.line}`, verticalAlign: 'top', ...style } as const;
  return (
    <td {...(width !== undefined && { width })} style={textStyle(14, 20, INK.ink, look)}>
      {children}
    </td>
  );
}

/** A name that leads to its page, or just the name. */
export function Name({ url, children }: { readonly url?: string | undefined; readonly children: ReactNode }) {
  const style = { color: INK.ink, fontWeight: 600, textDecoration: 'none' } as const;
  return url === undefined ? (
    <span style={style}>{children}</span>
  ) : (
    <a href={url} style={style}>
      {children}
    </a>
  );
}

const BAR = 72;

/** Odds in [0, 1] as a bar of two cells: a mail has no pictures. */
export function OddsBar({ odds }: { readonly odds: number }) {
  const filled = Math.min(BAR - 1, Math.max(1, Math.round(BAR * odds)));
  const part = (width: number, color: string) => (
    <td width={width} height={7} style={{ backgroundColor: color, fontSize: 0, lineHeight: 0 }}>
      &nbsp;
    </td>
  );
  return (
    <table
      role="presentation"
      aria-hidden="true"
      cellPadding="0"
      cellSpacing="0"
      width={BAR}
      style={{ border: `1px solid ${INK['line-strong']}` }}
    >
      <tbody>
        <tr>
          {part(filled, INK['likely-mark'])}
          {part(BAR - filled, INK.sunken)}
        </tr>
      </tbody>
    </table>
  );
}
