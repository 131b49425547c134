<?php

namespace App\Listeners;

use App\Domain\Ticket\Events\TicketPriceChanged;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Support\Facades\DB;

class NotifyPriceWatchers implements ShouldQueue
{
    public int $tries = 3;

    public function handle(TicketPriceChanged $event): void
    {
        if ($event->to->cents >= $event->from->cents) {
            return;
        }
        DB::table('notifications')->insert(['ticket_id' => $event->ticketId, 'text' => "Now {$event->to->cents} cents"]);
    }
}
