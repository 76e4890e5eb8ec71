import type { ModelPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useConnection, useFrame, useMay } from '../../data/page-context.js';
import { Ask } from '../../parts/ask.js';
import { once } from '../../parts/once.js';
import { whenText } from '../../parts/when.js';

const PHASES = {
  training: 'It trains',
  shadow: 'It forecasts in the shadow',
  approval: 'It waits to be let in',
  promoting: 'It is let in',
  watch: 'It is in use and watched',
} as const;
/** Phases in which it can still be kept out. */
const VETOED_IN: readonly string[] = ['shadow', 'approval', 'promoting'];

/** The retraining that is under way, and who has paused it. */
export function UnderWay({ page }: { readonly page: ModelPage }) {
  const { retraining, timeZone, knownAt } = page;
  const [open, setOpen] = useState<'approve' | 'veto'>();
  const isForAll = useFrame().who.tenants === null;
  const mayRelease = useMay('release') && isForAll;
  if (retraining === null) return null;
  const { run, paused } = retraining;
  return (
    <>
      {paused === null ? null : (
        <div className="bar" role="note">
          <div>
            <b>Paused.</b> {paused.by} has paused the retraining on {whenText(paused.at, timeZone, knownAt)}:{' '}
            {paused.reason}
          </div>
        </div>
      )}
      {run === null ? null : (
        <div className="bar" role="note">
          <div>
            <b>Retraining under way{run.challenger === null ? '' : `: ${run.challenger}`}.</b> {PHASES[run.phase]},
            since {whenText(run.since, timeZone, knownAt)}
            {run.until === null ? '' : `, until ${whenText(run.until, timeZone, knownAt)}`}.
          </div>
          {mayRelease ? (
            <div className="btns">
              {run.phase === 'approval' ? (
                <button type="button" className="btn sm primary" onClick={() => setOpen('approve')}>
                  Approve…
                </button>
              ) : null}
              {VETOED_IN.includes(run.phase) ? (
                <button type="button" className="btn sm danger" onClick={() => setOpen('veto')}>
                  Veto…
                </button>
              ) : null}
            </div>
          ) : null}
        </div>
      )}
      {open !== undefined && run !== null ? (
        <Decide page={page} isFor={open === 'approve'} onClose={() => setOpen(undefined)} />
      ) : null}
    </>
  );
}

interface DecideProps {
  readonly page: ModelPage;
  readonly isFor: boolean;
  readonly onClose: () => void;
}

function Decide({ page: { name, retraining, series }, isFor, onClose }: DecideProps) {
  const { client } = useConnection();
  const { job, challenger } = retraining!.run!;
  const { alias, watchDays } = retraining!;
  const [header, version] = [once(), challenger ?? 'the new version'];
  return isFor ? (
    <Ask
      title={`Let ${version} in`}
      effect={`${alias} of ${name} points at ${version} from the next tick of a worker on: it makes the next forecasts of ${series} series, and is watched for ${watchDays} days.`}
      word={`Approve ${version}`}
      reason="optional"
      done={`${version} is approved`}
      act={(reason) =>
        client.POST('/api/v1/retrainings/approve', {
          params: { header },
          body: reason === '' ? { job } : { job, reason },
        })
      }
      onClose={onClose}
    />
  ) : (
    <Ask
      title={`Keep ${version} out`}
      effect={`The retraining ends, and ${alias} of ${name} stays where it is. It counts as a reject when the next one is decided on.`}
      word={`Veto ${version}`}
      isDanger
      done={`${version} is vetoed`}
      act={(reason) => client.POST('/api/v1/retrainings/veto', { params: { header }, body: { job, reason } })}
      onClose={onClose}
    />
  );
}
