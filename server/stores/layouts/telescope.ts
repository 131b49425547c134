/** What Telescope watched: events, exceptions and jobs in one table, told apart by their type. */
import { layout } from './layout';
import { events, failures, jobs } from './part';

export const telescope = layout({
  id: 'telescope',
  title: 'Laravel, Telescope',
  parts: [
    events(
      'telescope_entries',
      {
        position: 'sequence',
        id: 'uuid',
        type: 'content:name',
        data: 'content:payload',
        metadata: 'content',
        time: 'created_at',
        correlation: 'batch_id',
      },
      { also: 'family_hash should_display_on_index', where: [{ column: 'type', is: '=', value: 'event' }] },
    ),
    failures(
      'telescope_entries',
      {
        id: 'uuid',
        error: 'content:message',
        exception: 'content:class',
        trace: 'content:trace',
        data: 'content',
        time: 'created_at',
      },
      {
        also: 'sequence batch_id family_hash should_display_on_index',
        where: [{ column: 'type', is: '=', value: 'exception' }],
      },
    ),
    jobs(
      'telescope_entries',
      { id: 'uuid', type: 'content:name', queue: 'content:queue', data: 'content:data', time: 'created_at' },
      {
        also: 'sequence batch_id family_hash should_display_on_index',
        where: [{ column: 'type', is: '=', value: 'job' }],
      },
    ),
  ],
});
