import { createContext, type ReactNode } from 'react';

/**
 * What a place can do with its charts, such as save them: made for each chart from its title, and shown in its header. A file that
 * cannot do anything has none.
 */
export const ChartActions = createContext<((title: string) => ReactNode) | null>(null);
