// Jest on Node 20 cannot require() ES modules: turn ESM packages in node_modules into CommonJS, leave CommonJS ones alone.
const { readFileSync, existsSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { createTransformer } = require('@swc/jest');
const types = new Map();
function isModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  for (let d = dirname(file); ; d = dirname(d)) {
    if (!types.has(d)) {
      const p = join(d, 'package.json');
      types.set(d, existsSync(p) ? (JSON.parse(readFileSync(p, 'utf8')).type ?? 'commonjs') : undefined);
    }
    const t = types.get(d);
    if (t !== undefined) return t === 'module';
    if (d === dirname(d)) return false;
  }
}
module.exports = {
  createTransformer() {
    const swc = createTransformer({
      swcrc: false,
      jsc: { target: 'es2023', parser: { syntax: 'ecmascript' } },
      module: { type: 'commonjs' },
      sourceMaps: false,
    });
    return {
      getCacheKey: (src, file, o) => swc.getCacheKey(src, file, o) + (isModule(file) ? 'm' : 'c'),
      process: (src, file, o) => (isModule(file) ? swc.process(src, file, o) : { code: src }),
    };
  },
};
