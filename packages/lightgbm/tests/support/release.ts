import { lightgbmVersion } from '../../src/index.js';

/** For what was written down of the release that is compiled in by default: another writes other digits and fields. */
export const itOfTheDefaultRelease = lightgbmVersion() === '4.1.0.99' ? it : it.skip;
