/** A connection string taken apart, strictly; what it says wrong is a sentence that never repeats it. Knows no driver. */
import { StoreProblem } from '../store';

export type Tls =
  | { readonly kind: 'none' }
  /** Where the server can, whoever it is. */
  | { readonly kind: 'preferred' }
  | {
      readonly kind: 'required';
      /** `name`: signed by somebody trusted, and for this host. */
      readonly verify: 'nothing' | 'authority' | 'name';
      /** Paths of files on this machine. */
      readonly authority?: string;
      readonly certificate?: string;
      readonly key?: string;
    };

export interface Connection {
  readonly kind: 'postgres' | 'mysql';
  readonly host: string;
  readonly port: number;
  /** Path of a unix socket, or for PostgreSQL of its folder. */
  readonly socket?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** PostgreSQL: the schema whose tables are named without it. */
  readonly schema?: string;
  readonly tls: Tls;
  /** Seconds until a server that does not answer is given up. */
  readonly patience: number;
}

const schemes: Readonly<Record<string, Connection['kind']>> = {
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'mysql:': 'mysql',
  'mariadb:': 'mysql',
};

/** Said by other programs' connection strings, of no matter to one that reads one page at a time. */
const without = new Set(
  (
    'application_name fallback_application_name target_session_attrs channel_binding gssencmode keepalives ' +
    'connection_limit pool_timeout pgbouncer statement_cache_size socket_timeout pool_size max min serverversion ' +
    'charset characterencoding collation timezone usessl useunicode allowpublickeyretrieval sslnegotiation pool'
  ).split(' '),
);

const sslModes: Readonly<Record<string, Tls>> = {
  disable: { kind: 'none' },
  disabled: { kind: 'none' },
  false: { kind: 'none' },
  0: { kind: 'none' },
  allow: { kind: 'preferred' },
  prefer: { kind: 'preferred' },
  preferred: { kind: 'preferred' },
  require: { kind: 'required', verify: 'nothing' },
  required: { kind: 'required', verify: 'nothing' },
  'no-verify': { kind: 'required', verify: 'nothing' },
  'verify-ca': { kind: 'required', verify: 'authority' },
  verify_ca: { kind: 'required', verify: 'authority' },
  'verify-full': { kind: 'required', verify: 'name' },
  verify_identity: { kind: 'required', verify: 'name' },
  true: { kind: 'required', verify: 'name' },
  1: { kind: 'required', verify: 'name' },
};

export const isConnection = (text: string): boolean => /^\s*(?:postgres(?:ql)?|mysql|mariadb):\/\//i.test(text);

export function parseConnection(text: string): Connection {
  const url = urlOf(text.trim());
  const kind = schemes[url.protocol];
  if (!kind)
    throw new StoreProblem('A connection string begins with postgres://, postgresql://, mysql:// or mariadb://.');
  if (url.hash !== '') throw new StoreProblem('The connection string has a # in it. In a password it is written %23.');
  const database = part(url.pathname.replace(/^\//, ''), 'database');
  if (database.includes('/'))
    throw new StoreProblem(
      'The connection string names more than a database after the host. A / in it is written %2F.',
    );
  const options = optionsOf(url.searchParams);
  const host = part(url.hostname, 'host').replace(/^\[(.*)\]$/, '$1');
  const socket = options.get('socket') ?? (host.startsWith('/') ? host : undefined);
  return {
    kind,
    host: host || 'localhost',
    port: url.port === '' ? (options.port ?? (kind === 'postgres' ? 5432 : 3306)) : Number(url.port),
    ...(socket !== undefined && { socket }),
    ...optional('user', part(url.username, 'user') || options.get('user')),
    ...optional('password', part(url.password, 'password') || options.get('password')),
    ...optional('database', database || options.get('database')),
    ...optional('schema', options.get('schema')),
    tls: socket === undefined ? options.tls : { kind: 'none' },
    patience: options.patience,
  };
}

/** For messages: where it is, without who asks. */
export function placeOf({ host, port, socket, kind }: Connection): string {
  if (socket !== undefined) return socket;
  const named = host.includes(':') ? `[${host}]` : host;
  return port === (kind === 'postgres' ? 5432 : 3306) ? named : `${named}:${port}`;
}

function urlOf(text: string): URL {
  if (!isConnection(text))
    throw new StoreProblem('A connection string begins with postgres://, postgresql://, mysql:// or mariadb://.');
  try {
    // Without a host it means a socket or localhost, which URL does not read before a user.
    return new URL(text.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?]|$)/, '$1localhost'));
  } catch {
    throw new StoreProblem(
      'The connection string cannot be read: postgres://USER:PASSWORD@HOST:PORT/DATABASE, where / ? # @ : and % in ' +
        'a user or password are written %2F %3F %23 %40 %3A and %25.',
    );
  }
}

function part(text: string, what: string): string {
  try {
    const decoded = decodeURIComponent(text);
    if (!decoded.includes('\0')) return decoded;
  } catch {
    // Said below.
  }
  throw new StoreProblem(`The ${what} in the connection string cannot be read: a % in it is written %25.`);
}

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  (value ? { [key]: value } : {}) as Partial<Record<K, string>>;

/** What may stand after the question mark, by the name that is used here. */
const names: Readonly<Record<string, string>> = {
  sslmode: 'tls',
  'ssl-mode': 'tls',
  ssl: 'tls',
  sslaccept: 'accept',
  sslrootcert: 'authority',
  'ssl-ca': 'authority',
  sslca: 'authority',
  sslcert: 'certificate',
  'ssl-cert': 'certificate',
  sslkey: 'key',
  'ssl-key': 'key',
  host: 'socket',
  socket: 'socket',
  socketpath: 'socket',
  unix_socket: 'socket',
  port: 'port',
  user: 'user',
  password: 'password',
  dbname: 'database',
  schema: 'schema',
  currentschema: 'schema',
  search_path: 'schema',
  connect_timeout: 'patience',
};

interface Options {
  readonly tls: Tls;
  readonly patience: number;
  readonly port?: number;
  get(name: string): string | undefined;
}

function optionsOf(parameters: URLSearchParams): Options {
  const read = new Map<string, string>();
  for (const [name, value] of parameters) {
    const plain = name.toLowerCase();
    const own = Object.hasOwn(names, plain) ? names[plain] : undefined;
    if (own !== undefined) read.set(own, value);
    else if (!without.has(plain))
      throw new StoreProblem(`The connection string has an option "${name.slice(0, 40)}", which is not known here.`);
  }
  const socket = read.get('socket');
  if (socket !== undefined && !socket.startsWith('/'))
    throw new StoreProblem('The host in the options of a connection string must be the path of a socket.');
  const patience = whole(read.get('patience'), 'connect_timeout', 1, 300);
  const port = whole(read.get('port'), 'port', 1, 65_535);
  return {
    tls: tlsOf(read),
    patience: patience ?? 10,
    ...(port !== undefined && { port }),
    get: (name) => read.get(name),
  };
}

function tlsOf(read: ReadonlyMap<string, string>): Tls {
  const mode = read.get('tls')?.toLowerCase();
  const chosen = mode === undefined ? undefined : Object.hasOwn(sslModes, mode) ? sslModes[mode] : undefined;
  if (mode !== undefined && !chosen)
    throw new StoreProblem('The sslmode is one of disable, prefer, require, verify-ca and verify-full.');
  const files = Object.fromEntries(
    ['authority', 'certificate', 'key'].flatMap((name) => {
      const path = read.get(name);
      return path === undefined ? [] : [[name, path]];
    }),
  );
  const strict = read.get('accept')?.toLowerCase() === 'strict';
  if (chosen?.kind === 'none') return chosen;
  if (chosen?.kind === 'required') {
    // As libpq does: who names an authority wants it asked.
    const verify = strict ? 'name' : chosen.verify === 'nothing' && 'authority' in files ? 'authority' : chosen.verify;
    return { ...chosen, verify, ...files };
  }
  if (strict || 'authority' in files) return { kind: 'required', verify: strict ? 'name' : 'authority', ...files };
  return { kind: 'preferred' };
}

function whole(text: string | undefined, name: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new StoreProblem(`The ${name} in the connection string is no number from ${least} to ${most}.`);
}
