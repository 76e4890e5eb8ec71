/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

/** What a card is made of. */
export interface CardProps {
  readonly title: string;
  /** One line beside the title. */
  readonly note?: ReactNode;
  /** What to know when reading it, below. */
  readonly footer?: ReactNode;
  /** As wide as the grid of cards, also where the grid has two columns. */
  readonly wide?: boolean;
  /** Longer than a sheet of paper may be: may break between its rows. */
  readonly flow?: boolean;
  readonly id?: string;
  /** Leave out where the children reach the card's edges, as tables do. */
  readonly padded?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Card({ title, note, footer, wide, flow, id, padded = false, children }: CardProps) {
  const classes = ['card', wide ? 'wide' : '', flow ? 'flow' : ''].filter((name) => name !== '');
  return (
    <section className={classes.join(' ')} id={id}>
      <header>
        <h2>{title}</h2>
        {note === undefined ? null : <p>{note}</p>}
      </header>
      {padded ? <div className="pad">{children}</div> : children}
      {footer === undefined ? null : <footer>{footer}</footer>}
    </section>
  );
}

/** Says why there is nothing, and if there is one, the next command. */
export function Empty({
  title,
  why,
  command,
}: {
  readonly title: string;
  readonly why: string;
  readonly command?: string;
}) {
  return (
    <div className="empty">
      <b>{title}</b>
      {why}
      {command === undefined ? null : (
        <div>
          <code>{command}</code>
        </div>
      )}
    </div>
  );
}
