<?php

namespace App\Events;

use App\Schema\ModelDefinition;

final readonly class ModelAnalyzed
{
    /** @param array<string, int> $metrics */
    public function __construct(
        public ModelDefinition $model,
        public array $metrics,
    ) {}
}
