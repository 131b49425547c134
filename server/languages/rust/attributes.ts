/** Attributes of items and what they derive. */
import type { Attribute } from './facts';
import type { Source } from './source';
import { childOfType, type Syntax } from './syntax';

export function attributesOf(source: Source, node: Syntax): Attribute[] {
  const attribute = childOfType(node, 'attribute');
  if (!attribute) return [];
  const match = /^([\w:\s]+?)\s*(?:=\s*([\s\S]*)|[([{]([\s\S]*)[)\]}])?$/.exec(source.of(attribute));
  if (!match) return [];
  const name = (match[1] ?? '').replace(/\s+/g, '');
  const spot = source.spot(attribute.start);
  const text = match[3] ?? match[2] ?? '';
  const own: Attribute = { name, text, spot };
  if (name !== 'cfg_attr') return [own];
  const derives = /\bderive\s*\(([^)]*)\)/.exec(text);
  return derives ? [own, { name: 'derive', text: derives[1] ?? '', spot }] : [own];
}

/** Names a `derive` attribute lists, each by its last segment. */
export function derivesOf(attributes: readonly Attribute[]): string[] {
  return attributes
    .filter((attribute) => attribute.name === 'derive')
    .flatMap((attribute) =>
      attribute.text
        .replace(/\/\/[^\n]*/g, '')
        .split(',')
        .map((name) => name.trim().replace(/^.*::/, ''))
        .filter(Boolean),
    );
}

export function isTest({ name, text }: Attribute): boolean {
  if (name === 'cfg') return /\btest\b/.test(text) && !/not\s*\(\s*test\b/.test(text);
  return name === 'test' || name.endsWith('::test') || name === 'rstest' || name === 'test_case';
}
