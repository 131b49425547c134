<?php

namespace App\Providers;

use App\Domain\Monitoring\Events\AlertTriggered;
use App\Domain\Monitoring\Events\MonitoringStopped;
use App\Domain\Purchase\Events\PurchaseCompleted;
use App\Domain\Purchase\Events\PurchaseFailed;
use App\Domain\Shared\Events\AbstractDomainEvent;
use App\Domain\Shared\Events\DomainEventInterface;
use App\Domain\System\Events\ErrorOccurred;
use App\Domain\System\Events\PlatformStatusChanged;
use App\Domain\System\Events\ScrapingJobCompleted;
use App\Domain\System\Events\ScrapingJobStarted;
use App\Domain\Ticket\Events\TicketPriceChanged;
use App\Listeners\AppendToAuditLog;
use App\Listeners\CountDomainEvents;
use App\Listeners\NotifyPriceWatchers;
use App\Listeners\PausePlatformMonitoring;
use App\Listeners\RecordPlatformError;
use App\Listeners\RefreshPlatformStatus;
use App\Listeners\ReleaseReservation;
use App\Listeners\SendAlertSms;
use App\Listeners\SendPurchaseConfirmation;
use App\Listeners\TrackScrapingRuns;
use Illuminate\Foundation\Support\Providers\EventServiceProvider as ServiceProvider;

class EventServiceProvider extends ServiceProvider
{
    protected $listen = [
        DomainEventInterface::class => [AppendToAuditLog::class],
        AbstractDomainEvent::class => [CountDomainEvents::class],

        TicketPriceChanged::class => [NotifyPriceWatchers::class],

        PurchaseCompleted::class => [SendPurchaseConfirmation::class],
        PurchaseFailed::class => [ReleaseReservation::class.'@release'],

        AlertTriggered::class => [SendAlertSms::class],
        MonitoringStopped::class => [RefreshPlatformStatus::class],

        ScrapingJobStarted::class => [TrackScrapingRuns::class.'@started'],
        ScrapingJobCompleted::class => [TrackScrapingRuns::class.'@completed'],
        PlatformStatusChanged::class => [PausePlatformMonitoring::class],
        ErrorOccurred::class => [RecordPlatformError::class],
    ];
}
