/** Which three-character pieces a text may hold: says at once that a needle is nowhere in it, without keeping the text. */

export interface Signature {
  readonly bits: Int32Array;
}

/** Needles shorter than this are beyond what a signature can tell. */
export const shortestNeedle = 3;

const smallText = 8_192;
const words = { small: 256, large: 1024 };
const allBits = words.large * 32 - 1;

export function signatureOf(text: string): Signature {
  const bits = new Int32Array(text.length < smallText ? words.small : words.large);
  const mask = bits.length * 32 - 1;
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = ((hash << 5) ^ (text.charCodeAt(index) & 127)) & allBits;
    const place = hash & mask;
    bits[place >> 5] = (bits[place >> 5] ?? 0) | (1 << (place & 31));
  }
  return { bits };
}

/** The pieces of a needle, to be looked for in many signatures. */
export function piecesOf(needle: string): readonly number[] {
  const pieces: number[] = [];
  let hash = 0;
  for (let index = 0; index < needle.length; index++) {
    hash = ((hash << 5) ^ (needle.charCodeAt(index) & 127)) & allBits;
    if (index >= shortestNeedle - 1) pieces.push(hash);
  }
  return pieces;
}

/** False only when the text surely does not hold the needle. */
export function mayHold({ bits }: Signature, pieces: readonly number[]): boolean {
  const mask = bits.length * 32 - 1;
  for (const piece of pieces) {
    const place = piece & mask;
    if (!((bits[place >> 5] ?? 0) & (1 << (place & 31)))) return false;
  }
  return true;
}
