/** Whether two values that were worked out say the same; declarations are compared as the objects they are. */
const facts = new Set(['facts', 'impl', 'function', 'handler', 'of', 'trait']);

export function alike(left: unknown, right: unknown, depth = 0): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null || depth > 40)
    return false;
  if (left instanceof Map) {
    if (!(right instanceof Map) || left.size !== right.size) return false;
    const others = right.entries();
    for (const [key, value] of left) {
      const [otherKey, other] = (others.next().value ?? []) as [unknown, unknown];
      if (key !== otherKey || !alike(value, other, depth + 1)) return false;
    }
    return true;
  }
  if (left instanceof Set) return right instanceof Set && alike([...left], [...right], depth + 1);
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((value, index) => alike(value, right[index], depth + 1))
    );
  if (left instanceof RegExp) return right instanceof RegExp && left.source === right.source;
  const one = left as Record<string, unknown>;
  const other = right as Record<string, unknown>;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      facts.has(key) && isDeclaration(one[key]) ? one[key] === other[key] : alike(one[key], other[key], depth + 1),
    )
  );
}

function isDeclaration(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'spot' in value;
}
