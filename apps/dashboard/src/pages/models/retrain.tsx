import type { operations } from '@dqs/client';
import type { ModelPage } from '@dqs/runtime/pages';
import { StateShape } from '@dqs/reports/components';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { useConnection } from '../../data/page-context.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { once } from '../../parts/once.js';
import { useAct } from '../../parts/use-act.js';
import { whenText } from '../../parts/when.js';

interface RetrainProps {
  readonly page: ModelPage;
  readonly onClose: () => void;
}

/** Asks for a training: first what would be decided, then, if it would start, the run. */
export function Retrain({ page, onClose }: RetrainProps) {
  const { name } = page;
  const [reason, setReason] = useState('');
  const { client } = useConnection();
  const plan = useMutation({
    mutationFn: async () =>
      (await client.POST('/api/v1/retrainings/plan', { params: { header: once() }, body: { reason } }))
        .data as PlanFields,
  });
  const run = useAct({
    send: () => client.POST('/api/v1/retrainings', { params: { header: once() }, body: { reason } }),
    told: () => `Asked for a training of ${name}; a worker decides and trains`,
    onDone: onClose,
  });
  const isMissing = reason.trim() === '';
  return (
    <Dialog title={`Retrain ${name}`} note="dry run first" onClose={onClose} wide>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isMissing && !plan.isPending) plan.mutate();
        }}
      >
        <p className="effect">
          The plan says what would be decided now; it trains nothing and writes nothing down. A run trains a challenger,
          asks its gates and goes on as the policy says: nothing that people see changes before it is let in.
        </p>
        <Why
          reason={reason}
          onChange={(next) => {
            setReason(next);
            plan.reset();
          }}
        />
        {plan.data === undefined ? null : <Plan plan={plan.data} page={page} />}
        {plan.error ? <Problem error={plan.error} what="No plan could be made." /> : null}
        {run.error ? <Problem error={run.error} what="Not asked for." /> : null}
        <div className="btns">
          <button type="submit" className="btn" disabled={isMissing || plan.isPending}>
            {plan.isPending ? 'Planning…' : plan.data === undefined ? 'Plan' : 'Plan again'}
          </button>
          {plan.data?.start === true ? (
            <button type="button" className="btn primary" disabled={run.isPending} onClick={() => run.mutate()}>
              Run
            </button>
          ) : null}
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Why({ reason, onChange }: { readonly reason: string; readonly onChange: (reason: string) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Why</label>
      <input
        id={id}
        type="text"
        value={reason}
        maxLength={1000}
        required
        autoFocus
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <small>It is written down with your name when it runs.</small>
    </div>
  );
}

type PlanFields = operations['planRetraining']['responses'][200]['content']['application/json'];

function Plan({ plan, page: { timeZone, knownAt } }: { readonly plan: PlanFields; readonly page: ModelPage }) {
  const { start, blocks, triggers, champion, next_allowed_at: next } = plan;
  const when = (text: string) => whenText(Date.parse(text), timeZone, knownAt);
  return (
    <div className="reasons" role="status">
      <h3>{start ? `A training would start, against ${champion ?? 'no version'}` : 'Nothing would start'}</h3>
      <ul>
        {blocks.map(({ name, reason, until }) => (
          <li key={name}>
            <StateShape state="suppressed" />
            <span>
              {reason}
              {until === null ? '; it ends when somebody does something' : `; until ${when(until)}`}
            </span>
          </li>
        ))}
        {triggers.map(({ name, is_met: isMet, reason }) => (
          <li key={name}>
            <StateShape state={isMet ? 'ok' : 'suppressed'} />
            <span>
              <b>{name}</b> {reason}
            </span>
          </li>
        ))}
      </ul>
      {start || next === null ? null : <p>Next allowed {when(next)}.</p>}
    </div>
  );
}
