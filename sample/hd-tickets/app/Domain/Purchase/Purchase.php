<?php

namespace App\Domain\Purchase;

use App\Domain\Purchase\Events\PurchaseInitiated;
use App\Domain\Shared\AggregateRoot;

final class Purchase extends AggregateRoot
{
    private function __construct(public readonly string $id) {}

    public static function initiate(string $id, string $ticketId, int $quantity): self
    {
        $purchase = new self($id);
        $purchase->recordThat(new PurchaseInitiated($id, $ticketId, $quantity));

        return $purchase;
    }
}
