/** Findings as GitHub workflow commands: annotations on the changed lines of a pull request. */
import type { Severity } from '../diagnostics/diagnostic';
import type { Report } from './report';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

export const github: Report = {
  id: 'github',
  title: 'annotations for GitHub Actions',
  print: ({ findings }, { prefix }) =>
    findings
      .map(({ severity, code, message, place }) => {
        const properties = {
          file: prefix + place.file,
          line: place.line,
          ...(place.endLine !== undefined && { endLine: place.endLine }),
          col: place.column,
          ...(place.endColumn !== undefined && { endColumn: place.endColumn }),
          title: code,
        };
        const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
        return `::${commands[severity]} ${list.join(',')}::${data(message)}\n`;
      })
      .join(''),
};

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
