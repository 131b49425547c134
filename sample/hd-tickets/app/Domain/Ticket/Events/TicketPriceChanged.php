<?php

namespace App\Domain\Ticket\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;
use App\Domain\Shared\ValueObjects\Price;

final class TicketPriceChanged extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $ticketId,
        public readonly Price $from,
        public readonly Price $to,
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
