/** The features, one for each request of an editor that reads the event graph. */
import type { Feature } from './feature';

export const features: readonly Feature[] = [];
