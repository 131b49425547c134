/** A token store of Axon without its events: how far each processor is. */
import { layout } from './layout';
import { projections } from './part';

export const axonTokens = layout({
  id: 'axon-tokens',
  title: 'Axon Framework tokens',
  parts: [
    projections(
      'TokenEntry',
      { name: 'processorName', position: 'token', status: 'owner', updated: 'timestamp' },
      { also: 'tokenType segment mask?' },
    ),
  ],
});
