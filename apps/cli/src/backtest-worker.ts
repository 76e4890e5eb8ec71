// The program that the workers of backtest run. The build puts it next to main.
import { serveFolds } from '@dqs/pipelines';

serveFolds();
