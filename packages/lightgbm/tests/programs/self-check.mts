import { selfCheck } from '../../src/index.js';

console.log(JSON.stringify(await selfCheck()));
