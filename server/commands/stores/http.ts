/**
 * The service's manners: who may ask (this machine, this address, with the token), what a request may be like, and how
 * answers are sent. Knows no store. A page of another site can reach a port of this machine by a name of its own that
 * points here, so the Host header counts; a form of another site can post here, so Origin does.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Request {
  readonly method: 'GET' | 'POST';
  /** Decoded parts of the path: `['api', 'events', 'overview']`. */
  readonly path: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  /** Ends when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface Response {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  readonly allow?: string;
}

export type Answer = (request: Request) => Promise<Response>;

const longestBody = 16_384;
const slowest = 15_000;

export const refusal = (status: number, message: string, allow?: string): Response => ({
  status,
  body: JSON.stringify({ success: false, message }),
  ...(allow !== undefined && { allow }),
});

/** Resolves when it listens, on the loopback address alone; rejects when the port is taken. */
export function listen(port: number, token: string, answer: Answer): Promise<{ server: Server; port: number }> {
  const server = createServer(
    { requestTimeout: slowest, headersTimeout: slowest, keepAliveTimeout: 5000, maxHeaderSize: 16_384 },
    (incoming, outgoing) => {
      const { port } = server.address() as { readonly port: number };
      void respond(incoming, outgoing, port, token, answer);
    },
  );
  server.maxConnections = 64;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      resolve({ server, port: (server.address() as { readonly port: number }).port });
    });
  });
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  token: string,
  answer: Answer,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    gone.abort();
  });
  incoming.on('error', () => undefined);
  try {
    send(outgoing, await responseTo(incoming, port, token, answer, gone.signal));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    send(outgoing, refusal(500, 'This failed, and that is the mistake of event-wiring. Its terminal says more.'));
  }
}

async function responseTo(
  incoming: IncomingMessage,
  port: number,
  token: string,
  answer: Answer,
  signal: AbortSignal,
): Promise<Response> {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin, authorization } = incoming.headers;
  if (!own.includes(host.toLowerCase()))
    return refusal(421, `This service answers at ${own[0] ?? ''} and by no other name.`);
  if (origin !== undefined && !own.some((name) => origin === `http://${name}`))
    return refusal(403, 'This service answers no page of another site.');
  const site = incoming.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return refusal(403, 'This service answers no page of another site.');
  const url = parsed(incoming.url ?? '/');
  if (!url) return refusal(400, 'This is no address.');
  const given = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? url.query.get('token') ?? '';
  if (!isSame(given, token))
    return refusal(401, 'The token is missing or wrong: it stands in the address that event-wiring serve printed.');
  const { method = '' } = incoming;
  if (method !== 'GET' && method !== 'POST') return refusal(405, `${method} is not answered.`, 'GET, POST');
  const body = await bodySize(incoming);
  if (body > longestBody) return refusal(413, `A request may have ${longestBody} bytes.`);
  const query = new Map([...url.query].filter(([name]) => name !== 'token'));
  return answer({ method, path: url.path, query, signal });
}

function parsed(
  text: string,
): { readonly path: readonly string[]; readonly query: URLSearchParams & Iterable<[string, string]> } | undefined {
  const [, path = '', search = ''] = /^(\/[^?#]*)(?:\?([^#]*))?/.exec(text) ?? [];
  if (path === '') return undefined;
  try {
    return { path: path.split('/').slice(1).map(decodeURIComponent), query: new URLSearchParams(search) };
  } catch {
    return undefined;
  }
}

/** Takes equally long whatever was given. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** Nothing of a body is of use; reading it to its end, or to the limit, leaves the connection in order. */
async function bodySize(incoming: IncomingMessage): Promise<number> {
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > longestBody) break;
  }
  return size;
}

function send(outgoing: ServerResponse, { status, body, allow }: Response): void {
  if (outgoing.destroyed || outgoing.headersSent) return;
  outgoing.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    ...(allow !== undefined && { Allow: allow }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(status === 413 && { Connection: 'close' }),
  });
  outgoing.end(body);
}
