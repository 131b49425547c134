<?php

namespace App\Domain\Shared\Events;

use App\Domain\Shared\ValueObjects\PlatformSource;
use App\Domain\Shared\ValueObjects\Price;
use Illuminate\Support\Str;

abstract class AbstractDomainEvent implements DomainEventInterface
{
    private string $eventId;

    /** @var array<string, mixed> */
    private array $metadata = [];

    public function __construct()
    {
        $this->eventId = Str::uuid()->toString();
    }

    public function getEventId(): string
    {
        return $this->eventId;
    }

    public function getPayload(): array
    {
        return array_diff_key(get_object_vars($this), ['eventId' => true, 'metadata' => true]);
    }

    public function getMetadata(): array
    {
        return $this->metadata;
    }

    /** @param array<string, mixed> $metadata */
    public function withMetadata(array $metadata): static
    {
        $copy = clone $this;
        $copy->metadata = $metadata + $this->metadata;

        return $copy;
    }

    public static function populateFromPayload(array $payload): static
    {
        return new static(...array_map(fn (mixed $value): mixed => match (true) {
            isset($value['cents']) => new Price(...$value),
            isset($value['url']) => new PlatformSource(...$value),
            default => $value,
        }, $payload));
    }
}
