import { StateShape } from '@dqs/reports/components';
import type { DecisionRow, ModelPage } from '@dqs/runtime/pages';
import type { ReactNode } from 'react';

import { Dialog } from '../../frame/dialog.js';
import { whenText } from '../../parts/when.js';
import { GateTable } from './gates.js';
import { OUTCOMES } from './outcomes.js';

interface ReasonsProps {
  readonly row: DecisionRow;
  readonly page: ModelPage;
  readonly onClose: () => void;
}

/** All that an answer rests on. */
export function Reasons({ row, page: { timeZone, knownAt }, onClose }: ReasonsProps) {
  const { outcome, version, triggers, blocks, checks, steps } = row;
  const when = (ms: number) => whenText(ms, timeZone, knownAt);
  return (
    <Dialog
      title={`${OUTCOMES[outcome].word}${version === null ? '' : ` ${version}`}`}
      note={row.id}
      onClose={onClose}
      wide
    >
      <div className="pad reasons">
        <Part title="What called for it">
          {triggers.map(({ name, isMet, reason }) => (
            <li key={name}>
              <StateShape state={isMet ? 'ok' : 'suppressed'} />
              <span>
                <b>{name}</b> {reason}
              </span>
            </li>
          ))}
        </Part>
        <Part title="What forbade it">
          {blocks.map(({ name, reason, until }) => (
            <li key={name}>
              <StateShape state="suppressed" />
              <span>
                {reason}
                {until === null ? '; it ends when somebody does something' : `; until ${when(until)}`}
              </span>
            </li>
          ))}
        </Part>
        {checks.length === 0 ? null : <GateTable checks={checks} />}
        <Part title="What the new version was asked">
          {checks.map(({ name, reason }, i) => (
            <li key={`${name} ${i}`}>
              <span className="soft">
                <b>{name}</b> {reason}
              </span>
            </li>
          ))}
        </Part>
        <Part title="What happened">
          {steps.map(({ at, by, kind, text }, i) => (
            <li key={i}>
              <span>
                {when(at)} · {kind} by {by}
                {text === null ? '' : `: ${text}`}
              </span>
            </li>
          ))}
        </Part>
      </div>
    </Dialog>
  );
}

/** A list with its heading; nothing where it is empty. */
function Part({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </>
  );
}
