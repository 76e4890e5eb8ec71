import { useState } from 'react';

import { useConnection } from '../../data/page-context.js';
import { Ask } from '../../parts/ask.js';
import { once } from '../../parts/once.js';
import { setDraft, type Proposal } from './proposal.js';

/** Puts what was written in force, as long as nobody else has changed the policy meanwhile. */
export function Propose({
  proposal,
  isReadable,
  effect,
}: {
  readonly proposal: Proposal;
  readonly isReadable: boolean;
  /** What the simulation says. */
  readonly effect?: string;
}) {
  const [isAsked, setAsked] = useState(false);
  const { client } = useConnection();
  const { text, etag } = proposal;
  const put = async () => {
    const header = etag === undefined ? { 'if-none-match': '*' as const } : { 'if-match': etag };
    await client.PUT('/api/v1/policies/alerts', { body: { text }, params: { header: { ...header, ...once() } } });
    setDraft(undefined);
  };
  return (
    <>
      <button type="button" className="btn primary sm" disabled={!isReadable} onClick={() => setAsked(true)}>
        Propose this policy…
      </button>
      {isAsked ? (
        <Ask
          title="Propose this policy"
          word="Put it in force"
          reason="none"
          effect={
            <>
              {effect === undefined ? '' : `${effect} `}
              From the next tick on alerts are decided and told by it. The policy of now is not kept: download it first
              to come back to it.
            </>
          }
          done="The policy is in force"
          act={put}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </>
  );
}
