<?php

namespace App\Projections;

use App\Domain\Monitoring\Events\AlertTriggered;
use App\Domain\Monitoring\Events\MonitoringStarted;
use App\Domain\Monitoring\Events\MonitoringStopped;
use App\Domain\Shared\Events\DomainEventInterface;

final class MonitoringReadModelProjection extends ReadModelProjection
{
    public function getName(): string
    {
        return 'monitoring';
    }

    public function getHandledEventTypes(): array
    {
        return [
            MonitoringStarted::class,
            MonitoringStopped::class,
            AlertTriggered::class,
        ];
    }

    public function project(DomainEventInterface $event): void
    {
        $this->merge($event, match (true) {
            $event instanceof MonitoringStarted => ['active' => true, 'platform' => $event->source->platform],
            $event instanceof MonitoringStopped => ['active' => false, 'reason' => $event->reason],
            $event instanceof AlertTriggered => ['last_alert' => $event->rule],
        });
    }

    protected function table(): string
    {
        return 'monitoring_read_models';
    }
}
