/** Failures of reaching a server over a network, as sentences; the same for every database. */
import type { Connection } from './connection';
import { placeOf } from './connection';
import type { Trouble } from './driver';

const lost = new Set(['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST', 'ERR_STREAM_DESTROYED', 'ERR_SOCKET_CLOSED']);
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_UNTRUSTED',
]);

/** Undefined where it is not the network. */
export function networkTrouble(error: unknown, connection: Connection): Trouble | undefined {
  const place = placeOf(connection);
  const code = codeOf(error);
  const said = (sentence: string): Trouble => ({ kind: 'said', sentence });
  switch (code) {
    case 'ECONNREFUSED':
      return said(`Nothing answers at ${place}: the connection was refused. Is the server running?`);
    case 'ENOENT':
      return said(`There is no socket of a server at ${place}. Is the server running?`);
    case 'EACCES':
    case 'EPERM':
      return said(`The socket at ${place} may not be opened: permission denied.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
      return said(`The host ${connection.host} is not known. Is its name spelt right, and is the network there?`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return said(`${place} cannot be reached over this network.`);
    case 'ETIMEDOUT':
      return said(silent(connection));
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return said(`The certificate of ${place} is for another host. With sslmode=verify-ca the name is not compared.`);
  }
  if (untrusted.has(code))
    return said(
      `The certificate of ${place} is signed by nobody trusted here (${code}). Name its authority with sslrootcert.`,
    );
  if (lost.has(code)) return { kind: 'gone' };
  return undefined;
}

export const silent = (connection: Connection): string =>
  `${placeOf(connection)} did not answer within ${connection.patience} s.`;

/** Node tries several addresses of a name, and has one failure for each. */
export function codeOf(error: unknown): string {
  const { code, errors } = error as { readonly code?: unknown; readonly errors?: readonly unknown[] };
  if (typeof code === 'string' && code !== '') return code;
  return errors?.[0] === undefined ? '' : codeOf(errors[0]);
}
