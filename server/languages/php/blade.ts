/** Finds calls with a literal first argument in Blade templates by a light scan; knows no PHP grammar and no meaning. */
import type { BladeCall } from './facts';

/** Helpers of the framework that never stand for an event; leaving them out keeps the facts small. */
const ordinary: ReadonlySet<string> = new Set([
  '__',
  'trans',
  'trans_choice',
  'lang',
  'route',
  'asset',
  'config',
  'url',
  'old',
  'view',
  'env',
  'mix',
  'request',
  'session',
  'app',
  'auth',
  'action',
  'include',
  'includeif',
  'includewhen',
  'extends',
  'section',
  'yield',
  'push',
  'stack',
  'component',
  'slot',
  'if',
  'isset',
  'empty',
  'can',
  'cannot',
  'has',
  'get',
  'format',
  'error',
  'class',
  'style',
  'vite',
  'json',
  'secure_asset',
  'storage_path',
  'public_path',
  'date',
  'array_get',
  'data_get',
  'each',
  'pushonce',
  'hassection',
  'sectionmissing',
  'props',
  'livewire',
  'inject',
  'use',
  'case',
  'switch',
  'elseif',
  'unless',
  'parent',
  'put',
]);

const call =
  /(?:(?<![\w$>:\\-])|(?<=@))((?:\\?[A-Za-z_][\w\\]*::)?[A-Za-z_]\w*)\s*\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\$\n{]|\\.)*)"|new\s+(\\?[A-Za-z_][\w\\]*))\s*[,()]/g;

export function scanBlade(text: string): BladeCall[] {
  const hidden = text.replace(/\{\{--[\s\S]*?--\}\}|<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  const found: BladeCall[] = [];
  for (const match of hidden.matchAll(call)) {
    const name = match[1] ?? '';
    if (ordinary.has(name.toLowerCase())) continue;
    const created = match[4];
    found.push({
      name: name.replace(/^\\/, ''),
      text:
        created === undefined ? (match[2] ?? match[3] ?? '').replace(/\\(['"\\])/g, '$1') : created.replace(/^\\/, ''),
      form: created === undefined ? 'string' : 'class',
      at: match.index,
    });
  }
  return found;
}
