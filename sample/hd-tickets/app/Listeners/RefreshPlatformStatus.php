<?php

namespace App\Listeners;

use App\Domain\Monitoring\Events\MonitoringStopped;
use App\Domain\Shared\Events\EventBusInterface;
use App\Domain\System\Events\PlatformStatusChanged;
use Illuminate\Support\Facades\Http;

class RefreshPlatformStatus
{
    public function __construct(private readonly EventBusInterface $eventBus) {}

    public function handle(MonitoringStopped $event): void
    {
        $platform = $event->source->platform;
        $status = Http::get("https://{$platform}.example/status")->successful() ? 'up' : 'down';

        $this->eventBus->dispatch(new PlatformStatusChanged($platform, $status));
    }
}
