import { columnsOf } from '../../src/index.js';
import { sampleTrainingSet } from '../../src/testing/index.js';

/** The columns of the rows that the contract suite uses. */
export const SAMPLE_COLUMNS = columnsOf(sampleTrainingSet(1, 1).frame);
