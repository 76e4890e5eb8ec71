import helmet from '@fastify/helmet';
import Fastify from 'fastify';

/** Headers of the framework itself, which it writes into every answer. */
const OWN = new Set(['content-length', 'content-type', 'date', 'connection', 'keep-alive']);

/** Everything comes from here: no style or script within a page, and nothing of another origin. */
const DIRECTIVES = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  // Charts are exported as pictures that the page makes itself.
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/**
 * The headers by which browsers neither frame, sniff nor run what is served here. They are the same in every answer, so helmet is
 * asked once, not by every request.
 */
export async function securityHeaders(): Promise<Readonly<Record<string, string>>> {
  const probe = Fastify({ logger: false });
  await probe.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: DIRECTIVES } });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (OWN.has(name) ? [] : [[name, String(value)]])),
  );
}
