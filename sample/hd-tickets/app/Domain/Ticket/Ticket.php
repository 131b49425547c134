<?php

namespace App\Domain\Ticket;

use App\Domain\Shared\AggregateRoot;
use App\Domain\Shared\ValueObjects\PlatformSource;
use App\Domain\Shared\ValueObjects\Price;
use App\Domain\Ticket\Events\TicketAvailabilityChanged;
use App\Domain\Ticket\Events\TicketDiscovered;
use App\Domain\Ticket\Events\TicketPriceChanged;
use App\Domain\Ticket\Events\TicketSoldOut;

final class Ticket extends AggregateRoot
{
    private int $available = 0;

    private function __construct(
        public readonly string $id,
        private Price $price,
    ) {}

    public static function discover(string $id, string $eventName, Price $price, PlatformSource $source): self
    {
        $ticket = new self($id, $price);
        $ticket->recordThat(new TicketDiscovered($id, $eventName, $price, $source));

        return $ticket;
    }

    public function changePrice(Price $price): void
    {
        if ($price->cents === $this->price->cents) {
            return;
        }
        $this->recordThat(new TicketPriceChanged($this->id, $this->price, $price));
        $this->price = $price;
    }

    public function changeAvailability(int $available): void
    {
        if ($available === $this->available) {
            return;
        }
        $this->available = $available;
        $this->recordThat(new TicketAvailabilityChanged($this->id, $available));

        if ($available === 0) {
            $this->recordThat(new TicketSoldOut($this->id));
        }
    }
}
