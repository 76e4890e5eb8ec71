// Builds build/dqs_xgboost.node for this machine (fast when nothing changed). Used by the Nx target and by hand.
import { addon, buildNative } from './addon.mjs';

const start = performance.now();
const how = await buildNative((line) => console.log(line));
console.log(`${addon.built}: ${how} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
