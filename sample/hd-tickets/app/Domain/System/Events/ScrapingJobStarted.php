<?php

namespace App\Domain\System\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;

final class ScrapingJobStarted extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $platform,
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
