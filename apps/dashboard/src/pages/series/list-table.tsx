import { passText, targetText } from '@dqs/core/wording';
import { State, type StateName } from '@dqs/reports/components';
import type { SeriesListPage } from '@dqs/runtime/pages';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';

import { useParam } from '../../data/url-state.js';
import { Odds } from '../../marks/odds.js';
import { Sparkline } from '../../marks/sparkline.js';
import { ROW } from '../../parts/row.js';
import { SeriesLink } from '../../parts/series-link.js';
import { IncidentLink } from '../../parts/incident-link.js';
import { ON_DEMAND, type Item, type OnDemand } from './list-state.js';
import type { Selection } from './selection.js';

/** Words of a row; a list is read by its column. */
const SHORT: Partial<Record<StateName, string>> = { likely: 'Likely' };
/** The states, in the order in which a roll-up counts them. */
const COUNTED = ['failing', 'likely', 'intervened', 'watch', 'unknown', 'suppressed'] as const;

const HEIGHTS = { row: 36, compact: 28, touch: 44, phone: 104, group: 31 } as const;

/** What the list is drawn from. */
export interface ListTableProps {
  readonly page: SeriesListPage;
  readonly items: readonly Item[];
  readonly onToggle: (group: string) => void;
  readonly columns: ReadonlySet<OnDemand>;
  readonly selection: Selection;
  readonly maySelect: boolean;
}

/** The rows of the list; only those near the window are in the document. */
export function ListTable(props: ListTableProps) {
  const { page, items, columns, selection, maySelect } = props;
  const table = useRef<HTMLTableElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin((table.current?.getBoundingClientRect().top ?? 0) + scrollY), []);
  const height = useRowHeight();
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: (i) => (items[i]!.kind === 'group' ? HEIGHTS.group : height),
    overscan: 12,
    scrollMargin: margin,
    getItemKey: (i) => keyOf(items[i]!, page),
  });
  useLayoutEffect(() => rows.measure(), [rows, height, items]);
  const shown = rows.getVirtualItems();
  const [first, last] = [shown[0], shown.at(-1)];
  const width = 10 + columns.size + (maySelect ? 1 : 0);
  return (
    <div className="scrollx2 wide">
      <table className="t stack series" ref={table} aria-rowcount={items.length + 1}>
        <Head {...props} />
        <tbody>
          <Space height={first === undefined ? 0 : first.start - margin} width={width} />
          {shown.map(({ index, key }) => {
            const item = items[index]!;
            return item.kind === 'group' ? (
              <GroupRow {...{ item, index, width }} onToggle={() => props.onToggle(item.name)} key={key} />
            ) : (
              <SeriesCells {...{ page, columns, selection, maySelect, index }} row={item.row} key={key} />
            );
          })}
          <Space height={last === undefined ? 0 : rows.getTotalSize() - (last.end - margin)} width={width} />
        </tbody>
      </table>
    </div>
  );
}

function Head({ page, columns, selection, maySelect }: ListTableProps) {
  const all = page.columns.id;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {maySelect ? (
          <th scope="col" className="no-phone tick-all">
            <input
              type="checkbox"
              aria-label="Select all"
              checked={all.length > 0 && selection.ids.size === all.length}
              onChange={({ currentTarget }) => selection.set(currentTarget.checked ? all : [])}
            />
          </th>
        ) : null}
        <Heading by="state">State</Heading>
        <Heading by="series">Series</Heading>
        <Heading by="owner">Owner</Heading>
        {[...columns].map((name) => (
          <Heading by={SORT_OF[name]} isNumber={NUMBERS.has(name)} key={name}>
            {ON_DEMAND[name]}
          </Heading>
        ))}
        <Heading by="last" isNumber>
          Last
        </Heading>
        <Heading>30 days, and next</Heading>
        <Heading by="next" isNumber>
          Next, 80&nbsp;% range
        </Heading>
        <Heading by="odds">Odds</Heading>
        <Heading by="skill" isNumber>
          Skill 28 d
        </Heading>
        <Heading by="evidence">Page</Heading>
        <Heading by="incident">Open</Heading>
      </tr>
    </thead>
  );
}

function keyOf(item: Item, { columns }: SeriesListPage): string {
  return item.kind === 'group' ? `group ${item.name}` : columns.id[item.row]!;
}

/** The room of the rows that are not there. */
function Space({ height, width }: { readonly height: number; readonly width: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden="true" className="space">
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

/** Rows of a list have one height: by the density that was chosen, higher for fingers, and as cards on a phone. */
function useRowHeight(): number {
  const [density] = useParam('density');
  const [isPhone, setPhone] = useState(() => matchMedia('(max-width: 720px)').matches);
  useLayoutEffect(() => {
    const query = matchMedia('(max-width: 720px)');
    const look = () => setPhone(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  if (isPhone) return HEIGHTS.phone;
  if (matchMedia('(pointer: coarse)').matches) return HEIGHTS.touch;
  return density === 'compact' ? HEIGHTS.compact : HEIGHTS.row;
}

const SORT_OF = {
  ...{ source: 'source', tenant: 'tenant', tags: undefined, importance: 'importance' },
  ...{ expected: 'next', naive: 'naive', evidence: 'evidence' },
} as const satisfies Record<OnDemand, string | undefined>;
const NUMBERS: ReadonlySet<OnDemand> = new Set(['importance', 'expected', 'naive', 'evidence']);

/** A heading that sorts: once one way, once the other. */
function Heading({
  by,
  isNumber = false,
  children,
}: {
  readonly by?: string | undefined;
  readonly isNumber?: boolean;
  readonly children: ReactNode;
}) {
  const [sort = 'state', setSort] = useParam('sort');
  const isOn = by !== undefined && sort.replace(/^-/, '') === by;
  const isReversed = sort.startsWith('-');
  const next = isOn && !isReversed ? `-${by}` : by;
  const direction = isOn ? (isReversed ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" className={isNumber ? 'r' : undefined} aria-sort={direction}>
      {by === undefined ? (
        children
      ) : (
        <button type="button" className="sort" onClick={() => setSort(next === 'state' ? undefined : next)}>
          {children}
          {isOn ? <span aria-hidden="true">{isReversed ? ' ↑' : ' ↓'}</span> : null}
        </button>
      )}
    </th>
  );
}

interface GroupRowProps {
  readonly item: Item & { readonly kind: 'group' };
  readonly index: number;
  readonly width: number;
  readonly onToggle: () => void;
}

/** The heading of a group: how many, in which states, how many will probably miss. */
function GroupRow({ item: { group, name, isOpen }, index, width, onToggle }: GroupRowProps) {
  const { rows, states, expected } = group;
  return (
    <tr className="group" aria-rowindex={index + 2} {...ROW}>
      <th scope="rowgroup" colSpan={width} className="wide">
        <button type="button" className="fold" aria-expanded={isOpen} onClick={onToggle} data-key="x">
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          <b>{name === '' ? 'None' : name}</b>
          <span className="faint">{rows} series</span>
          {COUNTED.map((state) =>
            states[state] ? <State state={state} word={`${states[state]} ${WORDS[state]}`} key={state} /> : null,
          )}
          {states.ok ? <span className="faint">{states.ok} ok</span> : null}
          {expected >= 0.5 ? <span className="faint no-phone">about {Math.round(expected)} will miss</span> : null}
        </button>
      </th>
    </tr>
  );
}

const WORDS = {
  ...{ failing: 'failing', likely: 'likely to fail', intervened: 'intervened', watch: 'watch' },
  ...{ unknown: 'no result', suppressed: 'suppressed' },
} as const;

interface SeriesCellsProps extends Pick<ListTableProps, 'page' | 'columns' | 'selection' | 'maySelect'> {
  readonly row: number;
  readonly index: number;
}

function SeriesCells({ page: { columns: of, record }, columns, selection, maySelect, row, index }: SeriesCellsProps) {
  const [id, state] = [of.id[row]!, of.state[row]!];
  const isSelected = selection.ids.has(id);
  return (
    <tr aria-rowindex={index + 2} aria-selected={isSelected} className={isSelected ? 'sel' : undefined} {...ROW}>
      {maySelect ? (
        <td className="no-phone">
          <input
            type="checkbox"
            data-key="x"
            aria-label={`Select ${of.dataset[row]!} · ${of.rule[row]!}`}
            checked={isSelected}
            onChange={() => undefined}
            onClick={({ shiftKey }) => selection.toggle(id, shiftKey)}
          />
        </td>
      ) : null}
      <td className="stt">
        <State state={state} {...(SHORT[state] !== undefined && { word: SHORT[state] })} />
      </td>
      <td className="nm cut">
        <SeriesLink row={{ id, dataset: of.dataset[row]!, rule: of.rule[row]! }} />
      </td>
      <td className="no-phone soft cut">{of.owner[row] ?? <span className="none">No owner</span>}</td>
      {[...columns].map((name) => (
        <td className={NUMBERS.has(name) ? 'num no-phone' : 'soft cut no-phone'} key={name}>
          {demandedText(of, name, row)}
        </td>
      ))}
      <Figures of={of} record={record} row={row} />
    </tr>
  );
}

type Columns = SeriesListPage['columns'];

interface FiguresProps {
  readonly of: Columns;
  readonly record: SeriesListPage['record'];
  readonly row: number;
}

/** What came, what is said, and how good that has been. */
function Figures({ of, record, row }: FiguresProps) {
  const target = of.target[row]!;
  const executions = of.executions[row] ?? 0;
  const last = executions === 0 ? null : (100 * of.passes[row]!) / executions;
  const next = nextOf(of, row);
  const skill = of.skill[row] ?? null;
  return (
    <>
      <td className={`num no-phone${last !== null && last < target ? ' low' : ''}`}>
        {passText(last)}
        <span className="faint"> / {targetText(target)}</span>
      </td>
      <td className="no-phone spark">
        <Sparkline results={of.spark[row]!} target={target} next={next} width={122} height={24} />
      </td>
      <td className="num rg">
        {next === null ? (
          '–'
        ) : (
          <>
            {passText(next.median)}{' '}
            <span className="faint">
              {Math.floor(next.lower80)}–{Math.ceil(next.upper80)}
            </span>
          </>
        )}
      </td>
      <td className="od">
        <Odds odds={of.odds[row] ?? null} record={record} width={70} />
      </td>
      <td className={`num no-phone${skill !== null && skill < 0 ? ' low' : ''}`}>{skillText(skill)}</td>
      <td className="no-phone">
        {of.isEarned[row] ? (
          <span className="tag solid">earned</span>
        ) : (
          <span className="tag" title={`Evidence so far: e = ${of.evidence[row]!.toPrecision(2)} of 20`}>
            not yet
          </span>
        )}
      </td>
      <td className="no-phone nowrap">
        <IncidentLink id={of.incident[row] ?? null} />
      </td>
    </>
  );
}

function nextOf(of: Columns, row: number) {
  const median = of.median[row] ?? null;
  if (median === null) return null;
  return {
    ...{ median, expected: of.expected[row]!, lower80: of.lower80[row]!, upper80: of.upper80[row]! },
    ...{ lower95: of.lower95[row]!, upper95: of.upper95[row]!, naive: of.naive[row] ?? null },
  };
}

function demandedText(of: Columns, name: OnDemand, row: number): string {
  switch (name) {
    case 'tags':
      return of.tags[row]!.join(', ') || '–';
    case 'evidence':
      return of.evidence[row]!.toPrecision(2);
    case 'expected':
    case 'naive':
      return passText(of[name][row]);
    default:
      return String(of[name][row] ?? '–');
  }
}

/** `+27 %`, with a true minus. */
export function skillText(skill: number | null): string {
  if (skill === null) return '–';
  const whole = Math.round(100 * skill);
  return `${whole < 0 ? '−' : '+'}${Math.abs(whole)}\u00a0%`;
}
