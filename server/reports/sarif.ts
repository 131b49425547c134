/** Findings as SARIF 2.1.0, for code scanning services and editors. */
import { createHash } from 'node:crypto';
import { diagnostics } from '../diagnostics';
import type { Severity } from '../diagnostics/diagnostic';
import type { Place } from '../graph/graph';
import type { Report, ReportOptions } from './report';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

export const sarif: Report = {
  id: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  print({ findings, graph, problems }, options) {
    const codes = [...new Set([...diagnostics.map(({ code }) => code), ...findings.map(({ code }) => code)])].sort();
    const seen = new Map<string, number>();
    const notifications = [
      ...problems.map((text) => ({ level: 'warning', message: { text } })),
      ...graph.problems.map(({ file, line = 1, column = 1, message: text }) => ({
        level: 'note',
        message: { text },
        locations: [{ physicalLocation: locationOf({ file, line, column }, options) }],
      })),
    ];
    const run = {
      tool: {
        driver: {
          name: 'Event Wiring',
          version: options.version,
          semanticVersion: options.version,
          rules: codes.map((code) => ruleOf(code, options)),
        },
      },
      columnKind: 'utf16CodeUnits',
      invocations: [
        {
          executionSuccessful: true,
          ...(notifications.length && { toolExecutionNotifications: notifications }),
        },
      ],
      results: findings.map(({ code, severity, message, place, subject, related }) => {
        const identity = JSON.stringify([code, place.file, subject]);
        const occurrence = seen.get(identity) ?? 0;
        seen.set(identity, occurrence + 1);
        return {
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: levels[severity],
          message: { text: message },
          locations: [{ physicalLocation: locationOf(place, options) }],
          ...(related?.length && {
            relatedLocations: related.map((one, id) => ({
              id,
              message: { text: one.message },
              physicalLocation: locationOf(one.place, options),
            })),
          }),
          // Survives moved lines: the same finding keeps its history.
          partialFingerprints: {
            'eventWiring/v1': createHash('sha256').update(`${identity} ${occurrence}`).digest('hex'),
          },
        };
      }),
    };
    const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
    return `${JSON.stringify(log, undefined, 2)}\n`;
  },
};

function ruleOf(code: string, { docs }: ReportOptions): object {
  const diagnostic = diagnostics.find((one) => one.code === code);
  return {
    id: code,
    shortDescription: { text: diagnostic?.title ?? code },
    defaultConfiguration: {
      level: levels[diagnostic?.severity ?? 'warning'],
      ...(diagnostic?.enabledByDefault === false && { enabled: false }),
    },
    helpUri: `${docs}${code}.md`,
  };
}

function locationOf({ file, line, column, endLine, endColumn }: Place, { prefix }: ReportOptions): object {
  const path = encodeURI(prefix + file).replace(/[?#]/g, encodeURIComponent);
  return {
    artifactLocation: { uri: path.startsWith('/') ? `file://${path}` : path },
    region: {
      startLine: Math.max(1, line),
      startColumn: Math.max(1, column),
      ...(endLine !== undefined && { endLine }),
      ...(endColumn !== undefined && { endColumn }),
    },
  };
}
