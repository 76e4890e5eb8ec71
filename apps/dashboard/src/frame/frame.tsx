import { useEffect, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';

import { DETAILS, PAGES } from '../app/pages.js';
import { signIn } from '../data/connection.js';
import { useLive, type LiveState } from '../data/live.js';
import { useConnection, useFrame } from '../data/page-context.js';
import { useSharedQuery } from '../data/url-state.js';
import { Help } from './help.js';
import { useKeys } from './keys.js';
import { useRowKeys } from './row-keys.js';
import { KnownAt, Scope } from './scope.js';
import { Search } from './search.js';
import { StaleBar } from './stale-bar.js';
import { useTheme } from './theme.js';
import { useToast } from './toasts.js';

/** The navigation, what every page can be narrowed down to, and the page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const live = useLive(useFrame().isNow);
  const [, turnTheme] = useTheme();
  const [open, setOpen] = useState<'search' | 'help'>();
  useFrameKeys(setOpen);
  useRowKeys();
  return (
    <>
      <a className="skip" href="#content" onClick={toContent}>
        Skip to content
      </a>
      <div className="app">
        <Navigation live={live} />
        <div className="main">
          <TopBar onSearch={() => setOpen('search')} onTheme={turnTheme} />
          <main id="content" tabIndex={-1}>
            <StaleBar live={live} />
            {children}
          </main>
        </div>
      </div>
      <PhoneNavigation />
      {open === 'search' ? <Search onClose={() => setOpen(undefined)} /> : null}
      {open === 'help' ? <Help onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

/** An address behind a hash is a place within a file. */
function toContent(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function useFrameKeys(setOpen: (which: 'search' | 'help') => void): void {
  const [, go] = useLocation();
  const shared = useSharedQuery();
  const toast = useToast();
  useKeys({
    ...Object.fromEntries(PAGES.map(({ key, path }) => [`g ${key}`, () => go(path + shared)])),
    '?': () => setOpen('help'),
    '/': () => setOpen('search'),
    '.': () => {
      void navigator.clipboard.writeText(location.href).then(() => toast({ text: 'Copied the address of this page' }));
    },
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen('search');
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [setOpen]);
}

/** The path of the page of the navigation that is shown. */
function useShown(): string {
  const [path] = useLocation();
  const detail = DETAILS.find(({ within }) => path.startsWith(`${within}/`));
  return detail?.within ?? path;
}

function Navigation({ live }: { readonly live: LiveState }) {
  const shown = useShown();
  const shared = useSharedQuery();
  const frame = useFrame();
  const { isOffline } = useConnection();
  const counts = new Map([
    ['/incidents', frame.incidents],
    ['/system', frame.system],
  ]);
  return (
    <nav className="nav" aria-label="Pages">
      <Brand />
      {PAGES.map(({ word, path, key }) => (
        <Link
          className={shown === path ? 'item on' : 'item'}
          href={path + shared}
          aria-current={shown === path ? 'page' : undefined}
          key={path}
        >
          <span>{word}</span>
          {(counts.get(path) ?? 0) > 0 ? <span className="count">{counts.get(path)}</span> : <kbd>g {key}</kbd>}
        </Link>
      ))}
      <div className="foot">
        <span>{frame.who.name}</span>
        <span>
          {frame.who.roles.join(', ')}
          {frame.who.tenants === null ? '' : ` · ${frame.who.tenants.join(', ')}`}
        </span>
        <DataOf live={live} />
        {sessionStorage.getItem('dqs-key') === null || isOffline ? null : (
          <button type="button" className="link" onClick={() => signIn(undefined)}>
            Sign out
          </button>
        )}
      </div>
    </nav>
  );
}

/** How old what is shown is. */
function DataOf({ live }: { readonly live: LiveState }) {
  const { knownAt, timeZone, isNow } = useFrame();
  const { isOffline } = useConnection();
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(knownAt);
  const how = isOffline ? 'a file' : !isNow ? 'a past time' : live === 'live' ? 'live' : live;
  return (
    <span className="of">
      Data of {clock}, {how}
    </span>
  );
}

function Brand() {
  const shared = useSharedQuery();
  const { organization } = useFrame();
  return (
    <Link className="brand plain" href={`/today${shared}`}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <path className="b80" d="M1 6h7v12H1zM8 3h6v11H8zM14 8h7v12h-7z" />
        <path className="medianline" d="M1 12h7V8h6v6h7" />
        <circle className="dot" cx="17.5" cy="11" r="2.4" />
      </svg>
      <span>
        DQS
        {organization === null ? null : <small>{organization}</small>}
      </span>
    </Link>
  );
}

function TopBar({ onSearch, onTheme }: { readonly onSearch: () => void; readonly onTheme: () => void }) {
  const [theme] = useTheme();
  return (
    <div className="top">
      <span className="only-phone">
        <Brand />
      </span>
      <button type="button" className="find" onClick={onSearch}>
        <span>Search series, incidents, rules</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Scope name="owner" word="Team" />
      <Scope name="source" word="Source" />
      <KnownAt />
      <button type="button" className="btn keep" onClick={onTheme}>
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
    </div>
  );
}

/** Four words and the rest. */
const ON_PHONE = 4;

function PhoneNavigation() {
  const shown = useShown();
  const shared = useSharedQuery();
  const [first, rest] = [PAGES.slice(0, ON_PHONE), PAGES.slice(ON_PHONE)];
  const link = ({ word, path }: (typeof PAGES)[number]) => (
    <Link
      className={shown === path ? 'on' : undefined}
      href={path + shared}
      aria-current={shown === path ? 'page' : undefined}
      key={path}
    >
      {word}
    </Link>
  );
  return (
    <nav className="bnav" aria-label="Pages">
      {first.map(link)}
      {rest.length === 0 ? null : (
        <details className="more">
          <summary className={rest.some(({ path }) => path === shown) ? 'on' : undefined}>More</summary>
          <div>{rest.map(link)}</div>
        </details>
      )}
    </nav>
  );
}
