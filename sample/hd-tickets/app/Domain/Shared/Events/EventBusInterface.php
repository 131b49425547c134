<?php

namespace App\Domain\Shared\Events;

interface EventBusInterface
{
    public function dispatch(DomainEventInterface $event): void;

    /**
     * All of them or none.
     *
     * @param list<DomainEventInterface> $events
     */
    public function dispatchMany(array $events): void;

    public function dispatchAsync(DomainEventInterface $event): void;

    public function dispatchWithRetry(DomainEventInterface $event, int $attempts = 3): void;
}
