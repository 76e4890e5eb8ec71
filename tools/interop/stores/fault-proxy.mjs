import { createServer, request } from 'node:http';

/**
 * What a proxy does to a request that it picks: it resets the connection before anything is sent, says that the service is
 * not available or in conflict, lets the service act and drops the answer, or says 503 after it has acted.
 */
export const FAULTS = ['lost', '503', '409', 'reset', '503-after'];

/**
 * A proxy before a server on this machine. Each fifth request goes wrong, with the given faults in turn.
 *
 * @returns its port, how often each fault was met, and how it is closed.
 */
export async function startProxy(port, faults) {
  const met = Object.fromEntries(faults.map((fault) => [fault, 0]));
  let count = 0;
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, answer) => {
    count += 1;
    const fault = count % 5 === 0 ? faults[(count / 5) % faults.length] : undefined;
    if (fault !== undefined) met[fault] += 1;
    if (fault === 'reset') return incoming.socket.resetAndDestroy();
    if (fault === '503' || fault === '409') return refuse(incoming, answer, Number(fault));
    forward(port, incoming, (response) => {
      if (fault === undefined) {
        answer.writeHead(response.statusCode, response.headers);
        return response.pipe(answer);
      }
      // The server has acted once its whole answer is here.
      response.resume().on('end', () => {
        if (fault === 'lost') incoming.socket.resetAndDestroy();
        else answer.writeHead(503).end();
      });
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const close = () => new Promise((closed) => server.close(closed).closeAllConnections());
  return { port: server.address().port, met, close };
}

function forward(port, incoming, onAnswer) {
  const { method, url, rawHeaders } = incoming;
  // The headers are signed, that of the host included: they go on as they came.
  const outgoing = request(
    { host: '127.0.0.1', port, method, path: url, headers: rawHeaders, setHost: false },
    onAnswer,
  );
  outgoing.on('error', () => incoming.socket.destroy());
  incoming.pipe(outgoing);
}

/** Takes the whole request and does nothing with it. */
function refuse(incoming, answer, status) {
  incoming.resume().on('end', () => answer.writeHead(status).end());
}
