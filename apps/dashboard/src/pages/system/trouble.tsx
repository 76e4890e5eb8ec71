import { countText, listText } from '@dqs/core/wording';
import { StateShape } from '@dqs/reports/components';
import type { WholePart } from '@dqs/runtime/pages';
import { Link } from 'wouter';

import { useSharedQuery } from '../../data/url-state.js';

/** The worst that is wrong with the system itself, in one line. */
export function Trouble({ whole: { outbox, audit } }: { readonly whole: WholePart }) {
  const shared = useSharedQuery();
  if (audit !== null && !audit.isIntact) {
    return (
      <div className="bar error" role="alert">
        <StateShape state="failing" />
        <span>
          <b>The audit log is not as it was written.</b> {audit.problem}
        </span>
      </div>
    );
  }
  const bad = outbox.channels.filter(({ state }) => state !== 'ok');
  if (bad.length === 0) return null;
  const [first] = bad;
  const fine = outbox.channels.filter(({ state }) => state === 'ok').map(({ receiver }) => receiver);
  const held = bad.reduce((sum, { waiting, dead }) => sum + waiting + dead, 0);
  return (
    <div className="bar warn" role="status">
      <StateShape state="watch" />
      <span>
        <b>{held === 0 ? `${first!.receiver} gets nothing.` : `${countText(held, 'message')} cannot be delivered.`}</b>{' '}
        {first!.receiver}: {first!.why ?? 'it does not take what it is sent'}.
        {bad.length > 1 ? ` ${bad.length - 1} more fail.` : ''}
        {fine.length === 0 ? '' : ` ${listText(fine, 3)} ${fine.length === 1 ? 'is' : 'are'} fine.`}
      </span>
      <Link className="right" href={`/alerts${shared}`}>
        See the deliveries
      </Link>
    </div>
  );
}
