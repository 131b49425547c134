/** All layouts, and which of them fit a store. To add one: a file, a line here, and a fixture of its tables. */
import type { Layout, Recognised, Table } from '../store';
import { axon4 } from './axon4';
import { axon5 } from './axon5';
import { axonTokens } from './axonTokens';
import { castore } from './castore';
import { castoreDynamodb } from './castoreDynamodb';
import { columnRoles } from './columnRoles';
import { commanded } from './commanded';
import { cqrsEs } from './cqrsEs';
import { debeziumOutbox } from './debeziumOutbox';
import { disintegrate } from './disintegrate';
import { domainEvents } from './domainEvents';
import { ecotone } from './ecotone';
import { emmettPostgresql } from './emmettPostgresql';
import { emmettSqlite } from './emmettSqlite';
import { eventSauce } from './eventSauce';
import { eventSauceLegacy } from './eventSauceLegacy';
import { eventSauceOutbox } from './eventSauceOutbox';
import { eventuallyRs } from './eventuallyRs';
import { generator } from './generator';
import { hdTickets } from './hdTickets';
import { laravelEventLens } from './laravelEventLens';
import { laravelQueue } from './laravelQueue';
import { logEntries } from './logEntries';
import { marten } from './marten';
import { massTransit } from './massTransit';
import { messageDb } from './messageDb';
import { nServiceBus } from './nServiceBus';
import { patchlevelAggregate } from './patchlevelAggregate';
import { patchlevelStream } from './patchlevelStream';
import { pekkoJdbc } from './pekkoJdbc';
import { pekkoJdbcLegacy } from './pekkoJdbcLegacy';
import { pgBoss } from './pgBoss';
import { primait } from './primait';
import { prooph } from './prooph';
import { pyriteEvents } from './pyriteEvents';
import { pythonEventsourcing } from './pythonEventsourcing';
import { railsEventStore } from './railsEventStore';
import { railsEventStoreOutbox } from './railsEventStoreOutbox';
import { solidQueue } from './solidQueue';
import { spatieEventSourcing } from './spatieEventSourcing';
import { springModulith } from './springModulith';
import { symfonyMessenger } from './symfonyMessenger';
import { telescope } from './telescope';
import { verbs } from './verbs';
import { wolverine } from './wolverine';

export const layouts: readonly Layout[] = [
  domainEvents,
  hdTickets,
  pyriteEvents,
  generator,
  spatieEventSourcing,
  verbs,
  prooph,
  eventSauce,
  eventSauceLegacy,
  eventSauceOutbox,
  patchlevelAggregate,
  patchlevelStream,
  ecotone,
  laravelQueue,
  telescope,
  laravelEventLens,
  symfonyMessenger,
  emmettPostgresql,
  emmettSqlite,
  castore,
  castoreDynamodb,
  pgBoss,
  messageDb,
  debeziumOutbox,
  marten,
  wolverine,
  massTransit,
  nServiceBus,
  axon4,
  axon5,
  axonTokens,
  pekkoJdbc,
  pekkoJdbcLegacy,
  springModulith,
  commanded,
  railsEventStore,
  railsEventStoreOutbox,
  solidQueue,
  pythonEventsourcing,
  cqrsEs,
  primait,
  eventuallyRs,
  disintegrate,
  logEntries,
  columnRoles,
];

/** Best first. Of equal scores events go before queues, then the match that rests on more columns. */
export function recognise(tables: readonly Table[]): readonly Recognised[] {
  const order = new Map(layouts.map(({ id }, index) => [id, index]));
  const place = ({ layout }: Recognised): number => order.get(layout) ?? layouts.length;
  return layouts
    .flatMap((layout) => layout.recognise(tables))
    .sort(
      (a, b) =>
        b.score - a.score ||
        Number(b.mapping.events !== undefined) - Number(a.mapping.events !== undefined) ||
        b.columns - a.columns ||
        place(a) - place(b),
    );
}
