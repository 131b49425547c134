<?php

namespace App\Listeners;

use App\Domain\Shared\Events\DomainEventInterface;
use Illuminate\Support\Facades\Log;

class AppendToAuditLog
{
    public function handle(DomainEventInterface $event): void
    {
        Log::channel('audit')->info($event::class, $event->getPayload());
    }
}
