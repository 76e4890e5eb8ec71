import { countText } from '@dqs/core/wording';
import { DataTable } from '@dqs/reports/components';
import type { IncidentsPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { Dialog } from '../../frame/dialog.js';

/** Why incidents ended, and by team for whoever asks. */
export function Reasons({ page: { over, reasons } }: { readonly page: IncidentsPage }) {
  const [isOpen, setOpen] = useState(false);
  const counts = new Map<string, number>();
  for (const { reason, count } of reasons) counts.set(reason, (counts.get(reason) ?? 0) + count);
  const shares = [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} ${reason}`);
  return (
    <>
      {countText(over, 'resolved', 'resolved')} in 4 weeks: {shares.join(', ')}.{' '}
      <button type="button" className="link no-print" onClick={() => setOpen(true)}>
        Reasons by team
      </button>
      {isOpen ? (
        <Dialog title="Why incidents ended" note="by team, 4 weeks" onClose={() => setOpen(false)}>
          <DataTable
            label="Why incidents ended, by team"
            columns={[
              { title: 'Team', kind: 'text' },
              { title: 'Reason', kind: 'text' },
              { title: 'Incidents', kind: 'number' },
            ]}
            rows={reasons.map(({ owner, reason, count }) => [owner ?? 'No owner', reason, String(count)])}
          />
        </Dialog>
      ) : null}
    </>
  );
}
