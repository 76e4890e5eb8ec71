import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { useAct } from '../../parts/use-act.js';
import { textOf, wordsOf } from './form.js';

/** Makes a webhook of a form. */
function useNewWebhook(onMade: (secret: string) => void) {
  return useAct({
    send: async (client, form: FormData) => {
      const types = wordsOf(form, 'types');
      const body = { url: textOf(form, 'url').trim(), ...(types.length > 0 && { types }) };
      return (await client.POST('/api/v1/webhooks', { body })).data!;
    },
    onDone: ({ secret }) => onMade(secret),
  });
}

interface NewWebhookProps {
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

/** Asks where events are posted to, and makes the webhook. */
export function NewWebhook({ onClose, onMade }: NewWebhookProps) {
  const create = useNewWebhook(onMade);
  return (
    <Dialog title="New webhook" onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(new FormData(event.currentTarget));
        }}
      >
        <p className="note">What happens from now on is posted there, again and again until it is taken.</p>
        <div className="field">
          <label htmlFor="webhook-url">Address</label>
          <input
            id="webhook-url"
            name="url"
            type="text"
            inputMode="url"
            required
            maxLength={2000}
            placeholder="https://"
            autoFocus
          />
          <small>Public, and by https. Its path is kept secret.</small>
        </div>
        <div className="field">
          <label htmlFor="webhook-types">Events</label>
          <input id="webhook-types" name="types" type="text" placeholder="all" />
          <small>Types such as incident.opened, or areas such as incident.</small>
        </div>
        {create.error ? <Problem error={create.error} what="No webhook was made." /> : null}
        <div className="btns">
          <button type="submit" className="btn primary" disabled={create.isPending}>
            Make the webhook
          </button>
        </div>
      </form>
    </Dialog>
  );
}
