/** What a check of a store's integrity found, for the terminal and as JSON. */
import { counted, grouped, plain } from '../../reports/ink';
import type { Integrity } from '../../stores/questions';
import type { Json } from './jsonText';
import type { Look } from './overview';
import type { Shown } from './shown';

export function integrityShown({ checked, passed, findings, more, milliseconds }: Integrity, { ink }: Look): Shown {
  return {
    head: [
      `${counted(checked, 'event')} checked in ${(milliseconds / 1000).toFixed(1)} s`,
      ...passed.map((sentence) => `${ink.good('ok')} ${plain(sentence)}`),
    ],
    sections: findings.length
      ? [
          {
            title: `Findings (${grouped(findings.length + more)})`,
            rows: findings.map(({ severity, breach, message, stream, position }, index) => ({
              key: String(index),
              cells: [
                ink.severity(severity),
                breach,
                plain(message),
                ink.dim([stream ?? '', position === null ? '' : `position ${position}`].filter(Boolean).join(', ')),
              ],
            })),
            ...(more > 0 && { more: `and ${grouped(more)} more` }),
          },
        ]
      : [],
    foot: findings.length ? [] : [ink.good('Nothing is wrong.')],
  };
}

export const integrityJson = ({ checked, passed, findings, more, milliseconds }: Integrity): Json => ({
  checked,
  milliseconds,
  passed,
  findings: findings.map(({ breach, severity, message, stream, position }) => ({
    breach,
    severity,
    message,
    stream,
    position,
  })),
  more,
});
