<?php

namespace App\Domain\Ticket\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;

final class TicketSoldOut extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $ticketId,
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
