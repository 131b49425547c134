<?php

namespace App\Contracts;

interface EventStore
{
    public function append(DomainEvent $event): void;

    /** @return list<array<string, mixed>> */
    public function getEventsFor(string $aggregateId): array;

    /** @return list<array<string, mixed>> */
    public function getAllEvents(): array;
}
