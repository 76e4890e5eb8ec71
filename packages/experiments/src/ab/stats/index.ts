export { chiSquareSurvival } from './chi-square.js';
export { noncentralTCdf, tTestPower } from './noncentral-t.js';
export { pairedTTest, welchTest, type TTest } from './t-tests.js';
export { clusteredMeanTest } from './clustered-mean.js';
export { wilcoxonTest, type WilcoxonTest } from './wilcoxon.js';
export { benjaminiHochberg } from './benjamini-hochberg.js';
export { chiSquareTest, multinomialPValue, twoSharesPValue, type ChiSquareTest } from './count-tests.js';
export { bettingInterval } from './betting.js';
export { InformationMixture, mixtureScale, type AlwaysValidInterval } from './information-mixture.js';
