// A program of its own: what the workers of backtest run. It stands beside main in the build.
import { serveFolds } from '@dqs/pipelines';

serveFolds();
