<?php

namespace App\Listeners;

use App\Contracts\DomainEvent;
use App\Contracts\EventStore;

class RecordDomainEvent
{
    public function __construct(private readonly EventStore $store) {}

    public function handle(DomainEvent $event): void
    {
        $this->store->append($event);
    }
}
