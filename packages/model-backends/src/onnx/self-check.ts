import { DqsError } from '@dqs/core';

import type { BackendCheck } from '../backend.js';
import { findOnnxRuntime } from './engine.js';

/** Whether ONNX Runtime is installed. It is optional: only this backend forecasts with it. */
export async function onnxCheck(): Promise<BackendCheck> {
  try {
    const { engine, modulePath } = findOnnxRuntime();
    return { ok: true, found: `${engine.version}, ${modulePath}`, details: { ...engine, path: modulePath } };
  } catch (error) {
    if (!DqsError.is(error)) throw error;
    const found = 'none: the backend onnx cannot be used; everything else works';
    return { ok: true, found, advice: 'to use it: npm install onnxruntime-node', details: { reason: error.message } };
  }
}
