export { digest, serveWorker, type ServeSettings } from './serve.js';
