<?php

namespace App\Events;

use Throwable;

final readonly class ModelGenerationFailed
{
    public function __construct(
        public string $table,
        public string $error,
        public ?Throwable $exception = null,
    ) {}
}
