/** The part of asciichart 1.5.25 that is used; the package brings no types of its own. */
declare module 'asciichart' {
  /** Settings of a plot. */
  interface PlotConfig {
    readonly min?: number;
    readonly max?: number;
    readonly height?: number;
    readonly format?: (value: number) => string;
    /** Ten characters: crossing, axis, end, start, dash, corners up and down, bar. */
    readonly symbols?: readonly string[];
  }
  const asciichart: {
    /** Draws one or several lines of characters. */
    plot(series: readonly number[] | readonly (readonly number[])[], config?: PlotConfig): string;
  };
  export default asciichart;
}
