/** Which four-character pieces a text may hold: says at once that a needle is nowhere in it, without searching the text. */

export interface Signature {
  readonly bits: Int32Array;
}

/** Needles shorter than this are beyond what a signature can tell. */
export const shortestNeedle = 4;

/** The longer the text, the more bits it gets, so that a third of them is set at most in ordinary code. */
const sizes: readonly { readonly below: number; readonly words: number }[] = [
  { below: 2_048, words: 128 },
  { below: 4_096, words: 256 },
  { below: 8_192, words: 512 },
  { below: 16_384, words: 1_024 },
  { below: 65_536, words: 2_048 },
];
const mostWords = 4_096;
const unusedBits = 32 - Math.log2(mostWords * 32);
/** Knuth's multiplier: spreads neighbouring pieces over all bits. */
const spread = 0x9e3779b1;

let scratch = Buffer.allocUnsafeSlow(1 << 16);

export function signatureOf(text: string): Signature {
  const { length } = text;
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(length * 2);
  // The lower byte of each character: copied at once, then read far faster than characters one by one.
  const bytes = scratch;
  bytes.write(text, 0, length, 'latin1');
  const bits = new Int32Array(sizes.find(({ below }) => length < below)?.words ?? mostWords);
  const mask = bits.length * 32 - 1;
  let piece = 0;
  for (let index = 0; index < length; index++) {
    piece = (piece << 8) | (bytes[index] ?? 0);
    const place = (Math.imul(piece, spread) >>> unusedBits) & mask;
    bits[place >> 5] = (bits[place >> 5] ?? 0) | (1 << (place & 31));
  }
  return { bits };
}

/** The pieces of a needle, to be looked for in many signatures. */
export function piecesOf(needle: string): readonly number[] {
  const pieces: number[] = [];
  let piece = 0;
  for (let index = 0; index < needle.length; index++) {
    piece = (piece << 8) | (needle.charCodeAt(index) & 255);
    if (index >= shortestNeedle - 1) pieces.push(Math.imul(piece, spread) >>> unusedBits);
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
