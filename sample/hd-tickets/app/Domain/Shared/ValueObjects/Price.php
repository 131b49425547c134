<?php

namespace App\Domain\Shared\ValueObjects;

final readonly class Price
{
    public function __construct(
        public int $cents,
        public string $currency = 'EUR',
    ) {}
}
