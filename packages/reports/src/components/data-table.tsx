/** @jsxRuntime automatic */
import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** `number` is set right with figures of one width, `name` is cut where long, `why` wraps; `text` else. */
  readonly kind: 'text' | 'name' | 'number' | 'why';
}

/** A table; the first cell of a row names the row. */
export interface TableProps {
  /** What the table holds, for those who do not see it. */
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ReactNode[])[];
  readonly id?: string;
}

const CLASSES: Readonly<Record<Column['kind'], string>> = { text: 'nw', name: 'name', number: 'num', why: 'why' };

/** Rows beyond which a table scrolls in its place. */
const TALL = 30;

/** Text left, numbers right. Where the table is wider or longer than its place, it scrolls there, also by the keyboard. */
export function DataTable({ label, columns, rows, id }: TableProps) {
  const isNumbers = columns.slice(1).every(({ kind }) => kind === 'number');
  return (
    <div className={`scroll${rows.length > TALL ? ' tall' : ''}`} role="region" aria-label={label} tabIndex={0}>
      <table className={isNumbers ? 't numbers' : 't'} id={id}>
        <thead>
          <tr>
            {columns.map(({ title, kind }, i) => (
              <th scope="col" className={kind === 'number' && !isNumbers ? 'num' : undefined} key={i}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, i) => (
            <Row columns={columns} cells={cells} isNumbers={isNumbers} key={i} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<TableProps, 'columns'> {
  readonly cells: readonly ReactNode[];
  /** Every column after the first holds numbers: said once, by the table. */
  readonly isNumbers: boolean;
}

function Row({ columns, cells, isNumbers }: RowProps) {
  return (
    <tr>
      {columns.map(({ kind }, i) => {
        const cell = cells[i];
        // What is cut is whole under the pointer.
        const title = kind === 'name' && typeof cell === 'string' ? cell : undefined;
        const className = isNumbers && kind === 'number' ? undefined : CLASSES[kind];
        const shared = { className, title, children: cell };
        return i === 0 ? <th scope="row" {...shared} key={i} /> : <td {...shared} key={i} />;
      })}
    </tr>
  );
}

/** Columns from their titles: `name` or `text` first, numbers after it. */
export function numberColumns(first: string, titles: readonly string[], kind: Column['kind'] = 'text'): Column[] {
  return [{ title: first, kind }, ...titles.map((title): Column => ({ title, kind: 'number' }))];
}
