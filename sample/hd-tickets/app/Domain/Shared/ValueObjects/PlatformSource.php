<?php

namespace App\Domain\Shared\ValueObjects;

final readonly class PlatformSource
{
    public function __construct(
        public string $platform,
        public string $url,
    ) {}
}
