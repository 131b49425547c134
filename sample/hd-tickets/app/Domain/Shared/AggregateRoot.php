<?php

namespace App\Domain\Shared;

use App\Domain\Shared\Events\DomainEventInterface;

abstract class AggregateRoot
{
    /** @var list<DomainEventInterface> */
    private array $recorded = [];

    protected function recordThat(DomainEventInterface $event): void
    {
        $this->recorded[] = $event;
    }

    /** @return list<DomainEventInterface> */
    public function releaseEvents(): array
    {
        $events = $this->recorded;
        $this->recorded = [];

        return $events;
    }
}
