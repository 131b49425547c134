/** What happened, as the store's sentence says it: values stand out, nothing is markup. */
import type { JSX } from 'preact';
import type { EventRow } from '../../../server/stores/questions';
import { Text } from '../controls';

export function Gist({ parts }: { readonly parts: EventRow['sentence'] }): JSX.Element {
  return (
    <span class="gist grow clip">
      {parts.map(({ text, strong }, index) =>
        strong ? (
          <b key={index}>
            <Text value={text} />
          </b>
        ) : (
          <Text key={index} value={text} />
        ),
      )}
    </span>
  );
}

export function gistText(parts: EventRow['sentence']): string {
  return parts.map(({ text }) => text).join('');
}
