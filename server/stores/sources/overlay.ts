/** Pages that stand in a file beside the database and count instead of its own. Knows nothing about who wrote them. */

export interface Overlay {
  /** Page number, from 1 → where its bytes begin in the file beside. */
  readonly pages: ReadonlyMap<number, number>;
  /** Size of the database with them, in pages; 0 when they do not say. */
  readonly pageCount: number;
  readonly transactions: number;
}

/** Reads a file beside the database; shorter than asked for at its end. */
export type ReadBytes = (position: number, length: number) => Uint8Array;

export const u32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

export const isPageSize = (size: number): boolean => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0;
