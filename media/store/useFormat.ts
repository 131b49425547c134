/** Numbers and times in the editor's locale, for components. */
import { createFormat, type Format } from './format';
import { useData } from './state';

let made: { readonly locale: string; readonly format: Format } | undefined;

export function useFormat(): Format {
  const locale = useData((data) => data.locale);
  if (made?.locale !== locale) made = { locale, format: createFormat(locale) };
  return made.format;
}
