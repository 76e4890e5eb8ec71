import { useFrame } from '../../data/page-context.js';
import { Dialog } from '../../frame/dialog.js';
import { Problem } from '../../frame/problem.js';
import { useAct } from '../../parts/use-act.js';
import { textOf, wordsOf } from './form.js';

/** What each role may, in the order of what it may. */
const ROLES = {
  viewer: 'sees pages and forecasts',
  service: 'brings results and asks for forecasts; sees nothing else',
  auditor: 'sees pages and reads the audit log',
  operator: 'silences, acknowledges, runs and pauses jobs',
  editor: 'changes who is told what',
  releaser: 'decides which version of a model is in use',
  admin: 'all of it, and makes keys',
} as const;

type Role = keyof typeof ROLES;

/** Makes a key of a form. */
function useNewKey(onMade: (key: string) => void) {
  return useAct({
    send: async (client, form: FormData) => {
      const tenants = wordsOf(form, 'tenants');
      const body = {
        name: textOf(form, 'name').trim(),
        role: textOf(form, 'role') as Role,
        days: Number(textOf(form, 'days')),
        environment: 'live',
        ...(tenants.length > 0 && { tenants }),
      };
      return (await client.POST('/api/v1/keys', { body })).data!;
    },
    onDone: ({ key }) => onMade(key),
  });
}

/** Asks for what a key may, and makes it. */
export function NewKey({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (key: string) => void }) {
  const { who } = useFrame();
  const create = useNewKey(onMade);
  return (
    <Dialog title="New key" onClose={onClose}>
      <form
        className="pad"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(new FormData(event.currentTarget));
        }}
      >
        <p className="note">It may do and see nothing that you may not.</p>
        <div className="field">
          <label htmlFor="key-name">Name</label>
          <input id="key-name" name="name" type="text" required maxLength={100} autoFocus />
          <small>For people: who or what asks with it.</small>
        </div>
        <div className="field">
          <label htmlFor="key-role">Role</label>
          <select id="key-role" name="role" defaultValue="viewer">
            {Object.entries(ROLES).map(([role, may]) => (
              <option value={role} key={role}>
                {role}: {may}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="key-tenants">Tenants</label>
          <input id="key-tenants" name="tenants" type="text" defaultValue={who.tenants?.join(' ') ?? ''} />
          <small>Series of others are not there for it. Empty for {who.tenants === null ? 'all' : 'yours'}.</small>
        </div>
        <div className="field">
          <label htmlFor="key-days">Good for days</label>
          <input id="key-days" name="days" type="number" min={1} max={3660} defaultValue={90} required />
        </div>
        {create.error ? <Problem error={create.error} what="No key was made." /> : null}
        <div className="btns">
          <button type="submit" className="btn primary" disabled={create.isPending}>
            Make the key
          </button>
        </div>
      </form>
    </Dialog>
  );
}
