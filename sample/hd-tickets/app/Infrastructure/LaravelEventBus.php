<?php

namespace App\Infrastructure;

use App\Domain\Shared\Events\DomainEventInterface;
use App\Domain\Shared\Events\EventBusInterface;
use App\Jobs\ProcessDomainEvent;
use App\Projections\ProjectionManager;
use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Support\Facades\DB;
use Throwable;

final class LaravelEventBus implements EventBusInterface
{
    public function __construct(
        private readonly Dispatcher $dispatcher,
        private readonly PostgresEventStore $store,
        private readonly ProjectionManager $projections,
    ) {}

    public function dispatch(DomainEventInterface $event): void
    {
        $this->store->append($event);

        try {
            $this->projections->project($event);
            $this->dispatcher->dispatch($event);
        } catch (Throwable $exception) {
            DB::table('event_processing_failures')->insert([
                'event_id' => $event->getEventId(),
                'error' => $exception->getMessage(),
                'failed_at' => now(),
            ]);

            throw $exception;
        }
    }

    public function dispatchMany(array $events): void
    {
        DB::transaction(function () use ($events): void {
            foreach ($events as $event) {
                $this->dispatch($event);
            }
        });
    }

    public function dispatchAsync(DomainEventInterface $event): void
    {
        ProcessDomainEvent::dispatch($event)->onQueue('events');
    }

    public function dispatchWithRetry(DomainEventInterface $event, int $attempts = 3): void
    {
        retry($attempts, fn () => $this->dispatch($event), fn (int $attempt): int => 100 * 2 ** $attempt);
    }
}
