<?php

namespace App\Providers;

use App\Domain\Shared\Events\EventBusInterface;
use App\Infrastructure\LaravelEventBus;
use App\Projections\MonitoringReadModelProjection;
use App\Projections\ProjectionManager;
use App\Projections\PurchaseReadModelProjection;
use App\Projections\TicketReadModelProjection;
use Illuminate\Support\ServiceProvider;

class DomainEventServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->app->singleton(EventBusInterface::class, LaravelEventBus::class);

        $this->app->singleton(ProjectionManager::class, fn (): ProjectionManager => new ProjectionManager([
            new TicketReadModelProjection,
            new PurchaseReadModelProjection,
            new MonitoringReadModelProjection,
        ]));
    }
}
