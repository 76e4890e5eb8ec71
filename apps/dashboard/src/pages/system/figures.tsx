import { durationText } from '@dqs/core/wording';
import { Figures as FigureRow, State, type Figure } from '@dqs/reports/components';
import type { SystemPage, WholePart } from '@dqs/runtime/pages';

import { momentText, tookText } from './words.js';

/** Forecasts issued, the oldest message that waits, how soon what arrives is graded, and the audit chain. */
export function Figures({ page }: { readonly page: SystemPage }) {
  const { whole } = page;
  return <FigureRow figures={[issuedFigure(page), ...(whole === null ? [] : wholeFigures(page, whole))]} />;
}

function issuedFigure({ forecasts: { issued, of }, whole, knownAt, timeZone }: SystemPage): Figure {
  const issuing = whole?.issuing ?? null;
  return {
    label: 'Forecasts issued',
    value: (
      <>
        {issued} <i>of {of}</i>
      </>
    ),
    beside:
      issuing === null
        ? 'series with a forecast of a day to come'
        : `last ${momentText(issuing.at, knownAt, timeZone)}, took ${tookText(issuing.took)}`,
  };
}

function wholeFigures({ knownAt, timeZone }: SystemPage, { outbox, ingest, audit }: WholePart): readonly Figure[] {
  const moment = (at: number) => momentText(at, knownAt, timeZone);
  return [
    {
      label: 'Oldest unsent message',
      value: outbox.oldestAt === null ? <i>none waits</i> : durationText(Math.max(0, knownAt - outbox.oldestAt)),
      beside: outbox.oldestFor ?? `${outbox.channels.length} receivers`,
    },
    {
      label: 'Ingest lag',
      value: ingest === null ? '–' : tookText(ingest.last),
      beside: ingest === null ? 'nothing has been graded for a week' : `95 % under ${tookText(ingest.by95)}`,
    },
    {
      label: 'Audit chain',
      value: audit === null ? '–' : audit.isIntact ? 'intact' : <State state="failing" word="broken" />,
      beside:
        audit === null
          ? 'never verified'
          : `${new Intl.NumberFormat('en').format(audit.entries)} entries, ${moment(audit.at)}`,
    },
  ];
}
