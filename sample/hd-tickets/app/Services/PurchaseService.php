<?php

namespace App\Services;

use App\Domain\Purchase\Events\PaymentProcessed;
use App\Domain\Purchase\Events\PurchaseCompleted;
use App\Domain\Purchase\Events\PurchaseFailed;
use App\Domain\Purchase\Purchase;
use App\Domain\Shared\Events\EventBusInterface;
use App\Domain\Shared\ValueObjects\Price;
use App\Infrastructure\AggregateRepository;
use Illuminate\Support\Str;

class PurchaseService
{
    public function __construct(
        private readonly EventBusInterface $eventBus,
        private readonly AggregateRepository $purchases,
    ) {}

    public function initiate(string $ticketId, int $quantity): Purchase
    {
        $purchase = Purchase::initiate(Str::uuid()->toString(), $ticketId, $quantity);
        $this->purchases->save($purchase);

        return $purchase;
    }

    public function complete(string $purchaseId, Price $amount, string $transaction): void
    {
        $this->eventBus->dispatchMany([
            new PaymentProcessed($purchaseId, $amount, $transaction),
            new PurchaseCompleted($purchaseId, strtoupper(Str::random(8))),
        ]);
    }

    public function fail(string $purchaseId, string $reason): void
    {
        $this->eventBus->dispatchWithRetry(new PurchaseFailed($purchaseId, $reason), 3);
    }
}
