<?php

namespace App\Domain\System\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;

final class ErrorOccurred extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $platform,
        public readonly string $message,
    ) {
        parent::__construct();
    }

    public function getAggregateRootId(): string
    {
        return $this->platform;
    }

    public function getAggregateType(): string
    {
        return 'platform';
    }
}
