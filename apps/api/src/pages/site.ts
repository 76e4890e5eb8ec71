import type { Site, SiteFile } from '@dqs/dashboard';
import type { RouteDefinition } from '../routes/route.js';
import { acceptsEncoding } from '../server/accepted-encoding.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where pages are. What they show is asked for by them, as whoever signed in. */
const PAGES = [
  '/',
  '/today',
  '/series',
  '/series/*',
  '/incidents',
  '/incidents/*',
  '/alerts',
  '/alerts/*',
  '/models',
  '/models/*',
  '/quality',
  '/system',
] as const;

/** What is logged and measured of a request for them; they are no part of the document. */
const SITE: RouteDefinition = {
  ...{ method: 'GET', path: '/', tag: 'pages', id: 'openPages', summary: 'The pages for a browser' },
  ...{ answers: {}, examples: [] },
  handle: () => ({}),
};

const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Serves the pages for a browser. They hold no data, so nobody is asked for a key. */
export function addSite(server: FastifyInstance, { page, files }: Site): void {
  const config = { definition: SITE, rateLimit: false as const };
  const serve = (file: SiteFile) => (request: FastifyRequest, reply: FastifyReply) => sendFile(file, request, reply);
  for (const url of PAGES) server.get(url, { config }, serve(page));
  for (const [url, file] of files) server.get(url, { config }, serve(file));
}

function sendFile({ type, isFixed, content, encoded }: SiteFile, request: FastifyRequest, reply: FastifyReply) {
  const accepted = request.headers['accept-encoding'];
  const encoding = [...encoded.keys()].find((name) => acceptsEncoding(accepted, name));
  reply
    .type(type)
    .header('vary', 'Accept-Encoding')
    .header('cache-control', isFixed ? FOR_GOOD : 'no-cache');
  if (encoding === undefined) return reply.send(content);
  return reply.header('content-encoding', encoding).send(encoded.get(encoding));
}
