import type { ModelPage } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useConnection, useFrame, useMay } from '../../data/page-context.js';
import { Ask } from '../../parts/ask.js';
import { once } from '../../parts/once.js';
import { Compare } from './compare.js';
import { Retrain } from './retrain.js';

type Open = 'retrain' | 'compare' | 'roll-back' | 'pause' | 'resume' | 'hand-over' | undefined;

interface Offer {
  readonly word: string;
  readonly open: NonNullable<Open>;
  readonly isDanger?: boolean;
}

/** What may be done now: what one may not do is not there. */
function useOffers({ retraining, registry }: ModelPage): readonly Offer[] {
  const isForAll = useFrame().who.tenants === null;
  const [mayOperate, mayRelease] = [useMay('operate') && isForAll, useMay('release') && isForAll];
  const operated = mayOperate ? retraining : null;
  const production = registry?.aliases.find(({ alias }) => alias === 'production');
  const offers: readonly (Offer & { readonly isThere: boolean })[] = [
    { word: 'Retrain, dry run first…', open: 'retrain', isThere: operated !== null && operated.run === null },
    { word: 'Compare…', open: 'compare', isThere: (registry?.versions.length ?? 0) > 1 },
    { word: 'Pause…', open: 'pause', isThere: operated !== null && operated.paused === null },
    { word: 'Resume…', open: 'resume', isThere: operated !== null && operated.paused !== null },
    { word: 'Hand over…', open: 'hand-over', isThere: mayRelease && retraining?.handsOff != null },
    { word: 'Roll back…', open: 'roll-back', isDanger: true, isThere: mayRelease && production?.before != null },
  ];
  return offers.filter(({ isThere }) => isThere);
}

/** The acts on a model: each says what it does and asks once. */
export function Acts({ page }: { readonly page: ModelPage }) {
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <>
      {useOffers(page).map(({ word, open: act, isDanger = false }) => (
        <button type="button" className={isDanger ? 'btn danger' : 'btn'} key={act} onClick={() => setOpen(act)}>
          {word}
        </button>
      ))}
      {open === 'retrain' ? <Retrain page={page} onClose={close} /> : null}
      {open === 'compare' ? <Compare page={page} onClose={close} /> : null}
      {open === 'roll-back' ? <RollBack page={page} onClose={close} /> : null}
      {open === 'pause' || open === 'resume' ? <Pause page={page} isOn={open === 'pause'} onClose={close} /> : null}
      {open === 'hand-over' ? <HandOver page={page} onClose={close} /> : null}
    </>
  );
}

interface ActProps {
  readonly page: ModelPage;
  readonly onClose: () => void;
}

function RollBack({ page: { name, registry, series }, onClose }: ActProps) {
  const { client } = useConnection();
  const { alias, version, before, tag } = registry!.aliases.find((one) => one.alias === 'production')!;
  return (
    <Ask
      title={`Roll ${name} back`}
      effect={
        <>
          <b>{alias}</b> points at {before} again instead of {version}. The next forecasts of {series} series are made
          by {before}; those that were issued stay. The automation leaves the alias alone until somebody hands it over.
        </>
      }
      word={`Roll back to ${before!}`}
      isDanger
      done={`${name} is back at ${before!}`}
      act={(reason) =>
        client.POST('/api/v1/models/{model}/aliases/{alias}/rollback', {
          params: { path: { model: name, alias }, header: { 'if-match': tag, ...once() } },
          body: { reason },
        })
      }
      undo={({ response }) =>
        client.POST('/api/v1/models/{model}/aliases/{alias}/promote', {
          params: {
            path: { model: name, alias },
            header: { 'if-match': response.headers.get('etag') ?? '', ...once() },
          },
          body: { version, reason: 'The rollback is taken back' },
        })
      }
      onClose={onClose}
    />
  );
}

function Pause({ page: { name, retraining }, isOn, onClose }: ActProps & { readonly isOn: boolean }) {
  const { client } = useConnection();
  const header = once();
  return isOn ? (
    <Ask
      title={`Pause the retraining of ${name}`}
      effect="Nothing is trained and no alias is moved by itself until somebody resumes it. Forecasts go on."
      word="Pause"
      done={`The retraining of ${name} is paused`}
      act={(reason) => client.POST('/api/v1/retrainings/pause', { params: { header }, body: { reason } })}
      undo={() => client.POST('/api/v1/retrainings/resume', { params: { header: once() }, body: {} })}
      onClose={onClose}
    />
  ) : (
    <Ask
      title={`Resume the retraining of ${name}`}
      effect={`${retraining!.paused!.by} has paused it: ${retraining!.paused!.reason}. What is due is decided at the next tick of a worker.`}
      word="Resume"
      reason="optional"
      done={`The retraining of ${name} goes on`}
      act={(reason) =>
        client.POST('/api/v1/retrainings/resume', { params: { header }, body: reason === '' ? {} : { reason } })
      }
      onClose={onClose}
    />
  );
}

function HandOver({ page: { name, retraining }, onClose }: ActProps) {
  const { client } = useConnection();
  return (
    <Ask
      title={`Hand ${name} over to the automation`}
      effect={`${retraining!.handsOff!}. From now on the automation may move ${retraining!.alias} again, within its policy.`}
      word="Hand over"
      reason="optional"
      done={`${name} is handed over`}
      act={(reason) =>
        client.POST('/api/v1/retrainings/hand-over', {
          params: { header: once() },
          body: reason === '' ? {} : { reason },
        })
      }
      onClose={onClose}
    />
  );
}
