import { countText } from '@dqs/core/wording';
import { Fragment, useMemo } from 'react';

import { diffLines, shortDiff } from './diff.js';

const SIGNS = { same: '', add: '+', del: '−' } as const;

/** What would change in the policy. */
export function Diff({
  before,
  after,
  tests,
}: {
  readonly before: string;
  readonly after: string;
  readonly tests: number | null;
}) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const count = Math.max(
    lines.filter(({ kind }) => kind === 'add').length,
    lines.filter(({ kind }) => kind === 'del').length,
  );
  return (
    <section className="card" id="diff">
      <header>
        <h2>Proposed change</h2>
        <p>
          policy.yaml, {countText(count, 'line')}
          {tests === null ? '' : `; it holds ${countText(tests, 'test')}`}
        </p>
      </header>
      <pre className="lines" tabIndex={0} aria-label="Proposed change, line by line">
        {shortDiff(lines).map((line, i) =>
          line === null ? (
            <span key={i} data-n="…" />
          ) : (
            <Fragment key={i}>
              <span
                className={line.kind === 'same' ? undefined : line.kind}
                data-n={`${line.number} ${SIGNS[line.kind]}`}
              >
                {line.text}
              </span>
            </Fragment>
          ),
        )}
      </pre>
    </section>
  );
}
