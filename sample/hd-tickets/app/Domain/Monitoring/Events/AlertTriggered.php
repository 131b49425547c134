<?php

namespace App\Domain\Monitoring\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;

final class AlertTriggered extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $monitorId,
        public readonly string $ticketId,
        public readonly string $rule,
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
