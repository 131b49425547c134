/** Draws terminal output, with its colours, as an SVG picture: what README shows is what the command printed. */
const width = 8.4;
const height = 19;
const colours: Readonly<Record<string, string>> = {
  '31': '#f14c4c',
  '32': '#23d18b',
  '33': '#e5c07b',
  '34': '#3b8eea',
  '35': '#d670d6',
  '36': '#29b8db',
  '90': '#8b949e',
};

/** `title` is drawn as the prompt line above the output. */
export function terminalPicture(title: string, output: string): string {
  const lines = [`\u001b[90m$\u001b[39m ${title}`, '', ...output.replace(/\n+$/, '').split('\n')];

  const columns = Math.max(...lines.map((line) => line.replace(/\u001b\[\d+m/g, '').length));
  const size = { x: Math.ceil(columns * width + 32), y: lines.length * height + 32 };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.x} ${size.y}" width="${size.x}" height="${size.y}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">`,
    `<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>`,
    ...lines.map(
      (line, index) =>
        `<text x="16" y="${16 + (index + 0.75) * height}" fill="#d4d4d4" xml:space="preserve">${spans(line)}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

function spans(line: string): string {
  let colour: string | undefined;
  let bold = false;
  let column = 0;

  return line
    .split(/(\u001b\[\d+m)/)
    .map((part) => {
      const code = /^\u001b\[(\d+)m$/.exec(part)?.[1];
      if (code !== undefined) {
        if (code === '1') bold = true;
        else if (code === '22') bold = false;
        else colour = colours[code];
        return '';
      }
      if (part === '') return '';
      // Every run is placed by its column, so that a font with other widths cannot shift what follows.
      const x = (16 + column * width).toFixed(1);
      column += part.length;
      return `<tspan x="${x}"${colour === undefined ? '' : ` fill="${colour}"`}${bold ? ' font-weight="bold"' : ''}>${escaped(part)}</tspan>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
