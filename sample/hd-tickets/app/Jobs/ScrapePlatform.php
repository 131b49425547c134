<?php

namespace App\Jobs;

use App\Domain\Shared\Events\EventBusInterface;
use App\Domain\Shared\ValueObjects\PlatformSource;
use App\Domain\Shared\ValueObjects\Price;
use App\Domain\System\Events\ErrorOccurred;
use App\Domain\System\Events\ScrapingJobCompleted;
use App\Domain\System\Events\ScrapingJobStarted;
use App\Domain\Ticket\Ticket;
use App\Infrastructure\AggregateRepository;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\Http;
use Throwable;

class ScrapePlatform implements ShouldQueue
{
    use Queueable;

    public function __construct(public readonly string $platform) {}

    public function handle(EventBusInterface $eventBus, AggregateRepository $aggregates): void
    {
        $eventBus->dispatch(new ScrapingJobStarted($this->platform));

        $url = "https://{$this->platform}.example/listings";
        $listings = Http::get($url)->throw()->json();
        foreach ($listings as $listing) {
            $aggregates->save(Ticket::discover(
                $listing['id'],
                $listing['name'],
                new Price($listing['cents'], $listing['currency']),
                new PlatformSource($this->platform, $url),
            ));
        }

        $eventBus->dispatch(new ScrapingJobCompleted($this->platform, count($listings)));
    }

    public function failed(Throwable $exception): void
    {
        app(EventBusInterface::class)->dispatchWithRetry(new ErrorOccurred($this->platform, $exception->getMessage()), 5);
    }
}
