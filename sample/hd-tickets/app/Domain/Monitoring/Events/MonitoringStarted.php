<?php

namespace App\Domain\Monitoring\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;
use App\Domain\Shared\ValueObjects\PlatformSource;

final class MonitoringStarted extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $monitorId,
        public readonly PlatformSource $source,
    ) {
        parent::__construct();
    }

    public function getAggregateRootId(): string
    {
        return $this->monitorId;
    }

    public function getAggregateType(): string
    {
        return 'monitor';
    }
}
