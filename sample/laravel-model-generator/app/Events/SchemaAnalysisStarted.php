<?php

namespace App\Events;

use Illuminate\Foundation\Events\Dispatchable;

final class SchemaAnalysisStarted
{
    use Dispatchable;

    /** @param list<string> $tables */
    public function __construct(
        public readonly string $connection,
        public readonly array $tables,
    ) {}
}
