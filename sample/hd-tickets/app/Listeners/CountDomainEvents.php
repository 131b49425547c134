<?php

namespace App\Listeners;

use App\Domain\Shared\Events\AbstractDomainEvent;
use Illuminate\Support\Facades\Cache;

class CountDomainEvents
{
    public function handle(AbstractDomainEvent $event): void
    {
        Cache::increment('events.'.$event->getAggregateType());
    }
}
