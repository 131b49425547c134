<?php

namespace App\Jobs;

use App\Domain\Shared\Events\DomainEventInterface;
use App\Domain\Shared\Events\EventBusInterface;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;

class ProcessDomainEvent implements ShouldQueue
{
    use Queueable;

    public int $tries = 3;

    public function __construct(public readonly DomainEventInterface $event) {}

    public function handle(EventBusInterface $eventBus): void
    {
        $eventBus->dispatch($this->event);
    }
}
