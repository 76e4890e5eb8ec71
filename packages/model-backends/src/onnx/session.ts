import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';

import { DqsError } from '@dqs/core';

import { findOnnxRuntime } from './engine.js';
import { WORKER_SOURCE } from './worker-source.js';

/** An input or output of a graph: element type as ONNX Runtime names it, and lengths, names for free ones. */
export interface GraphValue {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** A table to feed: row-major, as many numbers as the product of `dims`. */
export interface GraphInput {
  readonly name: string;
  readonly values: Float32Array;
  readonly dims: readonly number[];
}

/** The result of a run. */
interface GraphOutput {
  readonly values: Float64Array;
  readonly dims: readonly number[];
}

type Answer =
  | { readonly error: string }
  | { readonly inputs: readonly GraphValue[]; readonly outputs: readonly GraphValue[] }
  | GraphOutput;

/** A run that takes longer counts as hanging. */
const ANSWER_MS = 600_000;
const START_MS = 60_000;

/**
 * A model in ONNX Runtime, on its own worker thread. ONNX Runtime for Node is asynchronous but forecasts are synchronous,
 * so the caller's thread sleeps until the worker has answered.
 */
export class OnnxSession {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #flag: Int32Array;

  /**
   * @param bytes the model, in ONNX's own format.
   * @param threads threads of a run; 0 takes all cores.
   * @throws DqsError `model-engine-missing`, `bundle-corrupt` if the bytes are no model that ONNX Runtime can run.
   */
  constructor(bytes: Uint8Array, threads = 0) {
    const { modulePath } = findOnnxRuntime();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#flag = new Int32Array(new SharedArrayBuffer(4));
    this.#worker = new Worker(WORKER_SOURCE, {
      eval: true,
      workerData: { modulePath, bytes: Uint8Array.from(bytes), threads, port: port2, flag: this.#flag },
      transferList: [port2],
      stdout: false,
    });
    // A model that is still open does not keep a finished program from ending.
    this.#worker.unref();
    this.#port.unref();
    const answer = this.#await(START_MS);
    if ('inputs' in answer) {
      this.inputs = answer.inputs;
      this.outputs = answer.outputs;
      return;
    }
    this.close();
    const reason = 'error' in answer ? answer.error : 'it returned something else';
    throw new DqsError('bundle-corrupt', `ONNX Runtime cannot open the model: ${reason}`);
  }

  /**
   * Runs the graph.
   *
   * @throws DqsError `invalid-argument` with ONNX Runtime's own words where it refuses.
   */
  run(inputs: readonly GraphInput[], output: string): GraphOutput {
    const transfer = inputs.map(({ values }) => values.buffer as ArrayBuffer);
    this.#port.postMessage({ inputs, output }, transfer);
    const answer = this.#await(ANSWER_MS);
    if ('values' in answer) return answer;
    const reason = 'error' in answer ? answer.error : 'no answer';
    throw new DqsError('invalid-argument', `ONNX Runtime could not run the model: ${reason}`);
  }

  /** Ends the worker. A second call does nothing. */
  close(): void {
    this.#port.close();
    void this.#worker.terminate();
  }

  #await(milliseconds: number): Answer {
    const outcome = Atomics.wait(this.#flag, 0, 0, milliseconds);
    Atomics.store(this.#flag, 0, 0);
    const received = receiveMessageOnPort(this.#port) as { readonly message: Answer } | undefined;
    if (received) return received.message;
    return { error: outcome === 'timed-out' ? `no answer within ${milliseconds / 1000} s` : 'the worker exited' };
  }
}
