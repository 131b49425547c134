<?php

namespace App\Contracts;

use DateTimeImmutable;

interface DomainEvent
{
    /** UUID v4. */
    public function eventId(): string;

    public function occurredOn(): DateTimeImmutable;

    /** @return array<string, mixed> */
    public function payload(): array;
}
