// A program of its own: what the workers of backtest run. It stands beside main in the build.
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing here is loaded on demand
import { serveFolds } from '@dqs/pipelines';

serveFolds();
