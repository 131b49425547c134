<?php

namespace App\Projections;

use App\Domain\Purchase\Events\PaymentProcessed;
use App\Domain\Purchase\Events\PurchaseCompleted;
use App\Domain\Purchase\Events\PurchaseFailed;
use App\Domain\Purchase\Events\PurchaseInitiated;
use App\Domain\Shared\Events\DomainEventInterface;

final class PurchaseReadModelProjection extends ReadModelProjection
{
    public function getName(): string
    {
        return 'purchases';
    }

    public function getHandledEventTypes(): array
    {
        return [
            PurchaseInitiated::class,
            PaymentProcessed::class,
            PurchaseCompleted::class,
            PurchaseFailed::class,
        ];
    }

    public function project(DomainEventInterface $event): void
    {
        $this->merge($event, match (true) {
            $event instanceof PurchaseInitiated => ['status' => 'initiated', 'ticket' => $event->ticketId],
            $event instanceof PaymentProcessed => ['paid' => $event->amount->cents],
            $event instanceof PurchaseCompleted => ['status' => 'completed'],
            $event instanceof PurchaseFailed => ['status' => 'failed', 'reason' => $event->reason],
        });
    }

    protected function table(): string
    {
        return 'purchase_read_models';
    }
}
