<?php

namespace App\Projections;

use App\Domain\Shared\Events\DomainEventInterface;
use App\Domain\Ticket\Events\TicketAvailabilityChanged;
use App\Domain\Ticket\Events\TicketDiscovered;
use App\Domain\Ticket\Events\TicketPriceChanged;
use App\Domain\Ticket\Events\TicketSoldOut;

final class TicketReadModelProjection extends ReadModelProjection
{
    public function getName(): string
    {
        return 'tickets';
    }

    public function getHandledEventTypes(): array
    {
        return [
            TicketDiscovered::class,
            TicketPriceChanged::class,
            TicketAvailabilityChanged::class,
            TicketSoldOut::class,
        ];
    }

    public function project(DomainEventInterface $event): void
    {
        $this->merge($event, match (true) {
            $event instanceof TicketDiscovered => ['name' => $event->eventName, 'price' => $event->price->cents],
            $event instanceof TicketPriceChanged => ['price' => $event->to->cents],
            $event instanceof TicketAvailabilityChanged => ['available' => $event->available],
            $event instanceof TicketSoldOut => ['sold_out' => true],
        });
    }

    protected function table(): string
    {
        return 'ticket_read_models';
    }
}
