<?php

namespace App\Domain\Ticket\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;
use App\Domain\Shared\ValueObjects\PlatformSource;
use App\Domain\Shared\ValueObjects\Price;

final class TicketDiscovered extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $ticketId,
        public readonly string $eventName,
        public readonly Price $price,
        public readonly PlatformSource $source,
    ) {
        parent::__construct();
    }

    public function getAggregateRootId(): string
    {
        return $this->ticketId;
    }

    public function getAggregateType(): string
    {
        return 'ticket';
    }
}
