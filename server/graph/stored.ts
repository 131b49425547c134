/**
 * What connected stores hold, as far as lenses, hovers and problems need it: types with their counts, projections and
 * payload fields. Plain data from whoever reads the stores; knows no database.
 */

export interface StoredType {
  readonly type: string;
  readonly stored: number;
  /** ISO 8601. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface StoredField {
  /** `price.amount`; list items as `items[]`. */
  readonly path: string;
  /** Of the sampled events, how many have it. */
  readonly events: number;
  readonly last: string | null;
}

export interface StoredFields {
  readonly type: string;
  readonly sampled: number;
  readonly fields: readonly StoredField[];
}

export interface StoredProjection {
  readonly name: string;
  readonly position: number | string | null;
  /** Events it has still to see; null where that is not known. */
  readonly lag: number | null;
  readonly state: 'up to date' | 'behind' | 'failed' | 'unknown';
}

export interface ConnectedStore {
  /** As it was opened. */
  readonly id: string;
  readonly name: string;
  /** Of the file; absent for a database. */
  readonly uri?: string;
  readonly types: readonly StoredType[];
  readonly projections: readonly StoredProjection[];
  /** Of the types that were asked so far. */
  readonly fields: readonly StoredFields[];
}
