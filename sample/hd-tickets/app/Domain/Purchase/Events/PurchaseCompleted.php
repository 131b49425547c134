<?php

namespace App\Domain\Purchase\Events;

use App\Domain\Shared\Events\AbstractDomainEvent;

final class PurchaseCompleted extends AbstractDomainEvent
{
    public function __construct(
        public readonly string $purchaseId,
        public readonly string $confirmation,
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
