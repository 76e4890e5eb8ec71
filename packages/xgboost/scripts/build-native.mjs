// Builds build/dqs_xgboost.node for this machine (fast when nothing changed). Used by the Nx target and by hand.
import { buildNative } from './native/build.mjs';
import { builtFile } from './native/paths.mjs';

const start = performance.now();
const how = await buildNative((line) => console.log(line));
console.log(`${builtFile}: ${how} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
