<?php

namespace App\Events;

use Illuminate\Foundation\Events\Dispatchable;
use Illuminate\Support\Collection;

final class RelationshipsDetected
{
    use Dispatchable;

    public function __construct(
        public readonly string $table,
        public readonly Collection $relationships,
    ) {}
}
