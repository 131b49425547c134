<?php

namespace App\Providers;

use App\Domain\Monitoring\Events\AlertTriggered;
use Illuminate\Support\Facades\Event;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\ServiceProvider;

class AlertServiceProvider extends ServiceProvider
{
    public function boot(): void
    {
        Event::listen(function (AlertTriggered $event): void {
            Log::channel('on-call')->alert("Monitor {$event->monitorId}: {$event->rule}");
        });
    }
}
