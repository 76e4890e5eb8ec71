/**
 * The program of a session's worker thread. It is a text, because a separate file would have to be found from the
 * sources, from two bundles and from programs that bundle this package again. `workerData` has the path of ONNX Runtime
 * and the model; every message is a list of inputs, every answer the output's numbers or the text of an error. The flag
 * wakes the thread that waits for the answer.
 */
export const WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const { modulePath, bytes, threads, port, flag } = workerData;

function answer(message) {
  port.postMessage(message, message.values ? [message.values.buffer] : []);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

function textOf(error) {
  return error instanceof Error ? error.message : String(error);
}

(async () => {
  const { InferenceSession, Tensor } = require(modulePath);
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });
  port.on('message', async ({ inputs, output }) => {
    try {
      const feeds = {};
      for (const { name, values, dims } of inputs) feeds[name] = new Tensor('float32', values, dims);
      const { data, dims } = (await session.run(feeds, [output]))[output];
      answer({ values: Float64Array.from(data, Number), dims: Array.from(dims) });
    } catch (error) {
      answer({ error: textOf(error) });
    }
  });
  const describe = (metadata) =>
    metadata.map(({ name, isTensor, type, shape }) => ({ name, type: isTensor ? type : 'other', shape: shape || [] }));
  answer({ inputs: describe(session.inputMetadata), outputs: describe(session.outputMetadata) });
})().catch((error) => answer({ error: textOf(error) }));
`;
