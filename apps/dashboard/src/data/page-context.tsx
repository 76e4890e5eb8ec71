import { createContext, useContext, type ReactNode } from 'react';

import type { PageFrame } from '@dqs/runtime/pages';

import type { Connection } from './connection.js';

/** What the frame is made from: `/frame.json`. */
export interface Frame extends PageFrame {
  /** Who looks, and what they may do. */
  readonly who: {
    readonly name: string;
    readonly roles: readonly string[];
    /** Null for all. */
    readonly tenants: readonly string[] | null;
    readonly actions: readonly string[];
  };
}

const ConnectionContext = createContext<Connection | undefined>(undefined);
const FrameContext = createContext<Frame | undefined>(undefined);

export function ConnectionProvider({ value, children }: { readonly value: Connection; readonly children: ReactNode }) {
  return <ConnectionContext value={value}>{children}</ConnectionContext>;
}

export function FrameProvider({ value, children }: { readonly value: Frame; readonly children: ReactNode }) {
  return <FrameContext value={value}>{children}</FrameContext>;
}

/** The connection of this page. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === undefined) throw new Error('expected a page within its connection');
  return connection;
}

/** What stands around the page. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === undefined) throw new Error('expected a page within its frame');
  return frame;
}

/** Whether something may be done here: by this person, to what is now. What may not be done is not offered. */
export function useMay(action: string): boolean {
  const { who, isNow } = useFrame();
  return isNow && !useConnection().isOffline && who.actions.includes(action);
}
