import { signIn } from '../data/connection.js';

/** Asks for a key, where the server does. */
export function SignIn({ isRefused }: { readonly isRefused: boolean }) {
  return (
    <main className="sign-in">
      <section className="card">
        <header>
          <h1>DQS</h1>
        </header>
        <form
          className="pad"
          onSubmit={(event) => {
            event.preventDefault();
            const key = new FormData(event.currentTarget).get('key');
            if (typeof key === 'string' && key.trim() !== '') signIn(key.trim());
          }}
        >
          <div className="field">
            <label htmlFor="key">API key or token</label>
            <input id="key" name="key" type="password" autoComplete="off" required autoFocus />
            {isRefused ? (
              <span className="err" role="alert">
                This key is not known, has ended or was revoked.
              </span>
            ) : (
              <small>It is kept for this tab alone.</small>
            )}
          </div>
          <button type="submit" className="btn primary">
            Sign in
          </button>
        </form>
        <footer>
          Whoever runs the server makes one: <code>dqs keys create --role viewer</code>
        </footer>
      </section>
    </main>
  );
}
