/** What happened, as parts: plain words and values that stand out. */
import type { JSX } from 'preact';
import type { EventRow } from '../../server/stores/questions';
import { visible } from './words';

export function Sentence({ parts }: { readonly parts: EventRow['sentence'] }): JSX.Element {
  return (
    <bdi>{parts.map(({ text, strong }, index) => (strong ? <b key={index}>{visible(text)}</b> : visible(text)))}</bdi>
  );
}

export function sentenceText(parts: EventRow['sentence']): string {
  return visible(parts.map(({ text }) => text).join(''))
    .replaceAll('\u2192', 'to')
    .slice(0, 300);
}
