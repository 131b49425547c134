<?php

namespace App\Domain\Purchase\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;

final class PurchaseInitiated extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $purchaseId,
        public readonly string $ticketId,
        public readonly int $quantity,
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
