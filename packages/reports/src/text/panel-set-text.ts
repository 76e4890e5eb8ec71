import type { PanelSetChange, PanelSetCheck, PanelSetListing, PooledSet } from '@dqs/ingestion';

import { byteSize, counted, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable } from './table.js';

/** A set, what was done to it, and what was not read for it. */
interface BuiltSet extends PanelSetChange {
  readonly panelSet: string;
  readonly filesOfOtherParts: number;
}

/** What a task has put into a panel set, as text. */
export function builtSetText(built: BuiltSet): string {
  const { panelSet, parts, days, written, bytes, executions, otherParts, replaced, hasChanged, objects } = built;
  const range = days === undefined ? 'no days' : `${days.from} to ${days.to}`;
  const left = otherParts === 0 ? '' : `${counted(otherParts, 'execution')} of other parts left out\n`;
  const files = built.filesOfOtherParts;
  const skipped = files === 0 ? '' : `${counted(files, 'file')} of other parts not read\n`;
  const state = hasChanged ? `${counted(replaced, 'object')} replaced` : 'nothing changed';
  return (
    `parts ${parts}, ${range}: ${counted(executions, 'execution')} in ${counted(written, 'object')} (${byteSize(bytes)})\n` +
    `${left}${skipped}${inLine(panelSet)} now holds ${counted(objects, 'object')}: ${state}\n`
  );
}

/** What a panel set holds, as text: a line for each part. */
export function listedSetText(panelSet: string, listing: PanelSetListing): string {
  const { objects, digest, content, parts, bytes, executions, from, to, pools } = listing;
  if (from === null) return `${inLine(panelSet)} holds nothing\n`;
  const right = 'right' as const;
  const columns = [
    { title: 'part' },
    { title: 'from' },
    { title: 'to' },
    { title: 'objects', align: right },
    { title: 'series-days', align: right },
    { title: 'executions', align: right },
    { title: 'size', align: right },
  ];
  const names = [...new Set(objects.map(({ part }) => part))];
  const byPart = names.map((name) => [name, objects.filter(({ part }) => part === name)] as const);
  const rows = byPart.map(([part, some]) => [
    part,
    some[0]!.from,
    some.at(-1)!.to,
    whole(some.length),
    whole(some.reduce((sum, { cells }) => sum + cells, 0)),
    whole(some.reduce((sum, { passes, fails, errors }) => sum + passes + fails + errors, 0)),
    byteSize(some.reduce((sum, one) => sum + one.bytes, 0)),
  ]);
  return (
    `${textTable(columns, rows)}\n` +
    `${counted(executions, 'execution')} of ${from} to ${to!} in ${counted(objects.length, 'object')} of ${counted(parts, 'part')} (${byteSize(bytes)})\n` +
    `digest ${digest}\n` +
    (content === null ? '' : `content ${content}\n`) +
    (pools === null ? 'no pools; dqs panel pools makes them\n' : `pools ${pools.sha256}\n`)
  );
}

/** The pools of a panel set, as text. */
export function pooledSetText(
  panelSet: string,
  { tenants, rules, rows, bytes, sha256, hasChanged }: PooledSet,
): string {
  return (
    `${inLine(panelSet)}: ${counted(rules, 'rule')} of ${counted(tenants, 'tenant')}, ` +
    `${counted(rows, 'row')} (${byteSize(bytes)})${hasChanged ? '' : ', as before'}\npools ${sha256}\n`
  );
}

/** What a check of a panel set has found, as text. */
export function checkedSetText({
  objects,
  bytes,
  executions,
  digest,
  content,
  problems,
  orphans,
}: PanelSetCheck): string {
  const read = `${counted(objects, 'object')}, ${byteSize(bytes)}, ${counted(executions, 'execution')}`;
  const verdict = problems.length === 0 ? 'fine' : counted(problems.length, 'problem');
  const lost = orphans.slice(0, MOST_ORPHANS).map((key) => `  ${inLine(key)}\n`);
  const more =
    orphans.length > lost.length ? `  … and ${whole(orphans.length - lost.length)} more; --json names all\n` : '';
  return (
    `${read}; ${verdict}\n${problems.map(({ key, problem }) => `  ${inLine(key)}: ${inLine(problem)}\n`).join('')}` +
    (digest === null ? '' : `digest ${digest}\n`) +
    (content === null ? '' : `content ${content}\n`) +
    (orphans.length === 0
      ? ''
      : `${counted(orphans.length, 'object')} that the manifest does not name, which may go once no task builds or reads the set:\n`) +
    lost.join('') +
    more
  );
}

const MOST_ORPHANS = 20;
