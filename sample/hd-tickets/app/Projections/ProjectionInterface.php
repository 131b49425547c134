<?php

namespace App\Projections;

use App\Domain\Shared\Events\DomainEventInterface;

interface ProjectionInterface
{
    public function getName(): string;

    /** @return list<class-string<DomainEventInterface>> */
    public function getHandledEventTypes(): array;

    public function handles(string $eventType): bool;

    public function project(DomainEventInterface $event): void;

    public function reset(): void;

    /** @return array<string, mixed> */
    public function getState(): array;
}
