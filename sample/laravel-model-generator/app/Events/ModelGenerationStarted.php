<?php

namespace App\Events;

use App\Contracts\DomainEvent;
use DateTimeImmutable;
use Illuminate\Support\Str;

final readonly class ModelGenerationStarted implements DomainEvent
{
    /** @param array<string, mixed> $options */
    private function __construct(
        public string $eventId,
        public DateTimeImmutable $occurredOn,
        public string $table,
        public array $options,
        public string $connection,
    ) {}

    /** @param array<string, mixed> $options */
    public static function create(string $table, array $options, string $connection): self
    {
        return new self(Str::uuid()->toString(), new DateTimeImmutable, $table, $options, $connection);
    }

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
        return ['table' => $this->table, 'options' => $this->options, 'connection' => $this->connection];
    }
}
