<?php

namespace App\Services;

use App\Domain\Monitoring\Events\AlertTriggered;
use App\Domain\Monitoring\Events\MonitoringStarted;
use App\Domain\Monitoring\Events\MonitoringStopped;
use App\Domain\Shared\Events\EventBusInterface;
use App\Domain\Shared\ValueObjects\PlatformSource;
use App\Domain\System\Events\PlatformStatusChanged;

class MonitoringService
{
    public function __construct(private readonly EventBusInterface $eventBus) {}

    public function start(string $monitorId, PlatformSource $source): void
    {
        $this->eventBus->dispatch(new MonitoringStarted($monitorId, $source));
    }

    public function stop(string $monitorId, PlatformSource $source): void
    {
        $this->eventBus->dispatch(new MonitoringStopped($monitorId, $source, 'requested'));
    }

    public function alert(string $monitorId, string $ticketId, string $rule): void
    {
        $this->eventBus->dispatchAsync(new AlertTriggered($monitorId, $ticketId, $rule));
    }

    public function reportStatus(string $platform, string $status): void
    {
        $this->eventBus->dispatch(new PlatformStatusChanged($platform, $status));
    }
}
