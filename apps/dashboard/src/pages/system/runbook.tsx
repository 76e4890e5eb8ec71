import type { SelfRow } from '@dqs/runtime/pages';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Dialog } from '../../frame/dialog.js';
import { Loading } from '../../parts/loading.js';
import { blocksOf, partsOf, type Block } from './markdown.js';
import { IncidentLink } from '../../parts/incident-link.js';

/** What to do about an alert about the system, and what it found. The texts are part of the pages. */
export function Runbook({ row, onClose }: { readonly row: SelfRow; readonly onClose: () => void }) {
  const { data } = useQuery({
    queryKey: ['runbooks'],
    // eslint-disable-next-line @nx/enforce-module-boundaries -- no package: the build makes it of docs/runbooks
    queryFn: async () => (await import('dqs:runbooks')).default,
    staleTime: Infinity,
  });
  const { rule, title, parts, incident } = row;
  return (
    <Dialog title={title} note={rule} onClose={onClose} wide>
      <div className="pad runbook">
        {parts.map(({ part, reasons }) => (
          <p key={part}>
            <b>{part}</b>
            {reasons.map(({ check, observed }) => (
              <span key={check}>
                {' '}
                <code>{check}</code> is {String(observed ?? 'unknown')}
              </span>
            ))}
          </p>
        ))}
        {incident === null ? null : (
          <p>
            Told as <IncidentLink id={incident} />.
          </p>
        )}
        {data === undefined ? <Loading what="Reading the runbook" /> : blocksOf(data[rule] ?? '').map(shown)}
      </div>
    </Dialog>
  );
}

function shown(block: Block, key: number): ReactNode {
  if (block.kind === 'list') {
    return (
      <ul className="bullets" key={key}>
        {block.items.map((item, i) => (
          <li key={i}>{inline(item)}</li>
        ))}
      </ul>
    );
  }
  if (block.kind === 'code') {
    return (
      <pre className="code" key={key}>
        <code>{block.text}</code>
      </pre>
    );
  }
  if (block.kind === 'heading') return <h3 key={key}>{block.text}</h3>;
  return <p key={key}>{inline(block.text)}</p>;
}

function inline(text: string): ReactNode {
  return partsOf(text).map(({ isCode, text: part }, i) => (isCode ? <code key={i}>{part}</code> : part));
}
