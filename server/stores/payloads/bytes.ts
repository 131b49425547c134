/** Bytes with a place to read from; what is asked for beyond their end is a `Malformed`. Knows no format. */

/** Ends the reading of a payload; caught where the reading began. */
export class Malformed extends Error {}

export interface Reader {
  readonly bytes: Buffer;
  at: number;
}

export const readerOf = (bytes: Uint8Array): Reader => ({
  bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
  at: 0,
});

export function take(reader: Reader, length: number): Buffer {
  const end = reader.at + length;
  if (!(length >= 0) || end > reader.bytes.length) throw new Malformed(`it ends in the middle, at byte ${reader.at}`);
  const part = reader.bytes.subarray(reader.at, end);
  reader.at = end;
  return part;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text where the bytes are text; otherwise the bytes, honestly named. */
export function textOf(bytes: Uint8Array): string | { readonly __base64: string } {
  return strictText(bytes) ?? { __base64: Buffer.from(bytes).toString('base64') };
}

export function strictText(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

export const integerOf = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};
