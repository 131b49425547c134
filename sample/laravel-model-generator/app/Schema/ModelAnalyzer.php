<?php

namespace App\Schema;

class ModelAnalyzer
{
    /** @return array<string, int> */
    public function analyze(ModelDefinition $model): array
    {
        return [
            'attributes' => count($model->attributes),
            'nullable' => count(array_filter($model->attributes, fn (string $type): bool => str_starts_with($type, '?'))),
        ];
    }
}
