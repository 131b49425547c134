<?php

namespace App\Domain\Purchase\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;
use App\Domain\Shared\ValueObjects\Price;

final class PaymentProcessed extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $purchaseId,
        public readonly Price $amount,
        public readonly string $transaction,
    ) {
        parent::__construct();
    }

    public function getAggregateRootId(): string
    {
        return $this->purchaseId;
    }

    public function getAggregateType(): string
    {
        return 'purchase';
    }
}
