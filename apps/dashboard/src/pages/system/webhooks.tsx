import { Empty, StateShape } from '@dqs/reports/components';
import type { WebhookRow } from '@dqs/runtime/pages';
import { useState } from 'react';

import { useParam } from '../../data/url-state.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { ROW } from '../../parts/row.js';
import { Twins } from '../../parts/twins.js';
import { useAct } from '../../parts/use-act.js';
import { NewWebhook } from './new-webhook.js';
import { ShownOnce } from './shown-once.js';

/** Who is told of events, and whether they take them. */
export function Webhooks({ rows }: { readonly rows: readonly WebhookRow[] }) {
  const [act, setAct] = useParam('act');
  const [secret, setSecret] = useState<string>();
  const [removed, setRemoved] = useState<WebhookRow>();
  return (
    <section className="card" id="webhooks">
      <header>
        <h2>Webhooks</h2>
        <p>events, signed</p>
        <div className="right">
          <Twins path="/system" table="webhooks" />
        </div>
      </header>
      {rows.length === 0 ? (
        <Empty title="Nobody is told of events" why="A webhook has what happens posted to an address of yours." />
      ) : (
        <List rows={rows} onRemove={setRemoved} />
      )}
      <footer>
        <button type="button" className="link" onClick={() => setAct('new-webhook')}>
          New webhook…
        </button>
        <span>its secret is shown once</span>
      </footer>
      {act === 'new-webhook' ? (
        <NewWebhook
          onClose={() => setAct(undefined)}
          onMade={(text) => {
            setAct(undefined);
            setSecret(text);
          }}
        />
      ) : null}
      {secret === undefined ? null : (
        <ShownOnce
          title="The secret"
          text={secret}
          what="Whoever gets the messages verifies them with it, as Standard Webhooks are. It can be exchanged, and not shown again."
          onClose={() => setSecret(undefined)}
        />
      )}
      {removed === undefined ? null : <Remove row={removed} onClose={() => setRemoved(undefined)} />}
    </section>
  );
}

interface ListProps {
  readonly rows: readonly WebhookRow[];
  readonly onRemove: (row: WebhookRow) => void;
}

function List({ rows, onRemove }: ListProps) {
  const ping = useAct<WebhookRow>({
    send: (client, { id }) => client.POST('/api/v1/webhooks/{id}/ping', { params: { path: { id } } }),
    told: (_, { url }) => `A ping to ${url} is on its way`,
  });
  return (
    <>
      {ping.error ? <Problem error={ping.error} what="Not pinged." /> : null}
      <ul className="rows">
        {rows.map((row) => (
          <li key={row.id} {...ROW}>
            <StateShape state={row.off === null ? 'ok' : 'suppressed'} />
            <span className="grow" title={row.off ?? row.id}>
              {new URL(row.url).host}{' '}
              <span className="faint">
                {row.off === null ? (row.types?.join(', ') ?? 'all events') : 'switched off'}
              </span>
            </span>
            <span className="end">
              <button
                type="button"
                className="btn sm quiet"
                aria-label={`Ping ${row.url}`}
                onClick={() => ping.mutate(row)}
              >
                Ping
              </button>
              <button
                type="button"
                className="btn sm quiet danger"
                aria-label={`Remove ${row.url}…`}
                onClick={() => onRemove(row)}
              >
                Remove…
              </button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Remove({ row: { id, url }, onClose }: { readonly row: WebhookRow; readonly onClose: () => void }) {
  const remove = useAct({
    send: (client) => client.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } }),
    told: () => `${url} is told nothing any more`,
    onDone: onClose,
  });
  return (
    <Dialog title="Remove a webhook" note={url} onClose={onClose}>
      <div className="pad">
        <p className="note">
          It gets nothing from now on, and what waits for it is dropped. Its secret is gone with it.
        </p>
        {remove.error ? <Problem error={remove.error} what="Not removed." /> : null}
        <div className="btns">
          <button type="button" className="btn danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Remove it
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
