// Jest runs tests in their own realm. Without this, `x instanceof Float64Array` and `e instanceof Error` are false for
// values that come from worker threads, node:fs, native addons and so on.
const { types } = require('node:util');
const { TestEnvironment } = require('jest-environment-node');
const SHARED = [
  'SharedArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
];
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup(); // shares ArrayBuffer and Uint8Array already
    for (const n of SHARED) this.global[n] = globalThis[n];
    const { Error, Function } = this.global;
    const ordinary = Function.prototype[Symbol.hasInstance];
    Object.defineProperty(Error, Symbol.hasInstance, {
      value(v) {
        return ordinary.call(this, v) || (this === Error && types.isNativeError(v));
      },
    });
  }
};
