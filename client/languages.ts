/** The languages that the server reads, as VS Code names them. */

export const javascriptLanguages: readonly string[] = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
];

export const languages: readonly string[] = [...javascriptLanguages, 'php', 'rust', 'vue', 'svelte', 'astro'];
