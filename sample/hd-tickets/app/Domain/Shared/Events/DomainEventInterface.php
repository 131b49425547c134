<?php

namespace App\Domain\Shared\Events;

interface DomainEventInterface
{
    public function getEventId(): string;

    public function getAggregateRootId(): string;

    public function getAggregateType(): string;

    /** @return array<string, mixed> */
    public function getPayload(): array;

    /** @return array<string, mixed> */
    public function getMetadata(): array;

    /** @param array<string, mixed> $payload */
    public static function populateFromPayload(array $payload): static;
}
