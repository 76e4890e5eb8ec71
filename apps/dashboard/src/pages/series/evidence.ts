/** Evidence from which a pool of warnings may page: without skill it is reached by one of twenty at most. */
export const EARNED_E = 20;
