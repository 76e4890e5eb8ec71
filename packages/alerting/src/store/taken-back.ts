/** Who took something back, and when, in milliseconds since 1970. */
export interface TakenBack {
  readonly at: number;
  readonly by: string;
}
