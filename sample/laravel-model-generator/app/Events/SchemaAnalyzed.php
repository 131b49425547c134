<?php

namespace App\Events;

use Illuminate\Foundation\Events\Dispatchable;

final class SchemaAnalyzed
{
    use Dispatchable;

    /**
     * @param array<string, list<array<string, mixed>>> $schema
     * @param array<string, int> $metrics
     */
    public function __construct(
        public readonly array $schema,
        public readonly array $metrics,
    ) {}
}
