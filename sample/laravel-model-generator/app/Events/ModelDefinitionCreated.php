<?php

namespace App\Events;

use App\Contracts\DomainEvent;
use DateTimeImmutable;

final readonly class ModelDefinitionCreated implements DomainEvent
{
    /** @param array<string, string> $attributes */
    public function __construct(
        public string $eventId,
        public DateTimeImmutable $occurredOn,
        public string $modelId,
        public string $name,
        public array $attributes,
    ) {}

    public function eventId(): string
    {
        return $this->eventId;
    }

    public function occurredOn(): DateTimeImmutable
    {
        return $this->occurredOn;
    }

    public function payload(): array
    {
        return ['aggregate_id' => $this->modelId, 'name' => $this->name, 'attributes' => $this->attributes];
    }
}
