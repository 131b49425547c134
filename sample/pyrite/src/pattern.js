/** `WorkEffort:*` and `*:Updated` match part by part; a lone `*` matches everything. */
export function matches(pattern, type) {
  if (pattern === '*') return true;
  const wanted = pattern.split(':');
  const parts = type.split(':');
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}
