<?php

namespace App\Infrastructure;

use App\Domain\Shared\Events\DomainEventInterface;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Support\Collection;

final class PostgresEventStore
{
    public function __construct(private readonly ConnectionInterface $connection) {}

    /** The unique index over aggregate and version refuses concurrent writers. */
    public function append(DomainEventInterface $event): void
    {
        $this->connection->table('event_store')->insert([
            'event_id' => $event->getEventId(),
            'event_type' => $event::class,
            'aggregate_root_id' => $event->getAggregateRootId(),
            'aggregate_type' => $event->getAggregateType(),
            'aggregate_version' => 1 + (int) $this->connection->table('event_store')
                ->where('aggregate_root_id', $event->getAggregateRootId())
                ->max('aggregate_version'),
            'payload' => json_encode($event->getPayload(), JSON_THROW_ON_ERROR),
            'metadata' => json_encode($event->getMetadata(), JSON_THROW_ON_ERROR),
            'recorded_at' => now(),
        ]);
    }

    /** @return Collection<int, object> */
    public function readFrom(int $position): Collection
    {
        return $this->connection->table('event_store')->where('position', '>=', $position)->orderBy('position')->get();
    }
}
