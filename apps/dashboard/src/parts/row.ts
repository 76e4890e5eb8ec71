/** A row that `j` and `k` move to; see {@link useRowKeys}. */
export const ROW = { 'data-row': '', tabIndex: -1 } as const;
