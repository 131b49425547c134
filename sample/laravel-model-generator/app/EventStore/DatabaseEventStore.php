<?php

namespace App\EventStore;

use App\Contracts\DomainEvent;
use App\Contracts\EventStore;
use Illuminate\Database\ConnectionInterface;

final class DatabaseEventStore implements EventStore
{
    public function __construct(
        private readonly ConnectionInterface $connection,
        private readonly string $table,
    ) {}

    public function append(DomainEvent $event): void
    {
        $this->connection->table($this->table)->insert([
            'event_id' => $event->eventId(),
            'occurred_on' => $event->occurredOn()->format('Y-m-d H:i:s.u'),
            'event_type' => $event::class,
            'event_data' => json_encode($event->payload(), JSON_THROW_ON_ERROR),
        ]);
    }

    public function getEventsFor(string $aggregateId): array
    {
        return $this->connection->table($this->table)
            ->where('event_data->aggregate_id', $aggregateId)
            ->orderBy('occurred_on')
            ->get()
            ->all();
    }

    public function getAllEvents(): array
    {
        return $this->connection->table($this->table)->orderBy('occurred_on')->get()->all();
    }
}
