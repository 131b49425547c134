/** The languages, in the order in which reports name them. */
import type { Language } from '../languages/language';
import { javascript } from './javascript';
import { php } from './php';
import { rust } from './rust';

/** Facts are opaque outside their own language: what one language reads only the same language links. */
export const languages = [javascript, php, rust] as unknown as readonly Language[];
