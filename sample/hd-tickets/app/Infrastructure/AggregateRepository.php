<?php

namespace App\Infrastructure;

use App\Domain\Shared\AggregateRoot;
use App\Domain\Shared\Events\EventBusInterface;

final class AggregateRepository
{
    public function __construct(private readonly EventBusInterface $eventBus) {}

    public function save(AggregateRoot $aggregate): void
    {
        $this->eventBus->dispatchMany($aggregate->releaseEvents());
    }
}
