export {
  chiSquareSurvival,
  chiSquareTest,
  multinomialPValue,
  twoSharesPValue,
  type ChiSquareTest,
} from './count-tests.js';
export { noncentralTCdf, tTestPower } from './noncentral-t.js';
export { pairedTTest, welchTest, clusteredMeanTest, type TTest } from './t-tests.js';
export { wilcoxonTest, type WilcoxonTest } from './wilcoxon.js';
export { benjaminiHochberg } from './benjamini-hochberg.js';
export { bettingInterval } from './betting.js';
export { InformationMixture, mixtureScale, type AlwaysValidInterval } from './information-mixture.js';
