<?php

namespace App\Events;

use App\Schema\ModelDefinition;

final readonly class ModelAnalysisFailed
{
    public function __construct(
        public ModelDefinition $model,
        public string $error,
    ) {}
}
