<?php

namespace App\Listeners;

use App\Domain\Monitoring\Events\MonitoringStopped;
use App\Domain\Shared\Events\EventBusInterface;
use App\Domain\Shared\ValueObjects\PlatformSource;
use App\Domain\System\Events\PlatformStatusChanged;
use Illuminate\Support\Facades\DB;

class PausePlatformMonitoring
{
    public function __construct(private readonly EventBusInterface $eventBus) {}

    public function handle(PlatformStatusChanged $event): void
    {
        if ($event->status === 'up') {
            return;
        }
        foreach (DB::table('monitoring_read_models')->where('state->platform', $event->platform)->pluck('id') as $id) {
            $source = new PlatformSource($event->platform, '');
            $this->eventBus->dispatch(new MonitoringStopped($id, $source, "platform is {$event->status}"));
        }
    }
}
