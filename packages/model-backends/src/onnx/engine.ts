import { createRequire } from 'node:module';

import { DqsError } from '@dqs/core';

import type { ModelEngine } from '../backend.js';

/** npm package of the engine; an optional peer, so that only those who use it carry its 290 MB. */
const PACKAGE = 'onnxruntime-node';

/** An installed ONNX Runtime: the module's path, which a worker thread loads, and its version. */
export interface OnnxEngine {
  readonly engine: ModelEngine;
  readonly modulePath: string;
}

/**
 * Finds ONNX Runtime, from this package and from the folder the program runs in.
 *
 * @throws DqsError `model-engine-missing` that says what to install.
 */
export function findOnnxRuntime(): OnnxEngine {
  const require = createRequire(import.meta.url);
  const paths = [...(require.resolve.paths(PACKAGE) ?? []), process.cwd()];
  try {
    const modulePath = require.resolve(PACKAGE, { paths });
    const { version } = require(require.resolve(`${PACKAGE}/package.json`, { paths })) as { version: string };
    return { engine: { name: 'ONNX Runtime', version, package: PACKAGE }, modulePath };
  } catch (cause) {
    throw new DqsError(
      'model-engine-missing',
      `the backend "onnx" needs ONNX Runtime (the package ${PACKAGE}), which is not installed; npm install ${PACKAGE}`,
      { cause, details: { backend: 'onnx', package: PACKAGE } },
    );
  }
}
