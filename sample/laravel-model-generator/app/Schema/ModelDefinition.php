<?php

namespace App\Schema;

final readonly class ModelDefinition
{
    /** @param array<string, string> $attributes */
    public function __construct(
        public string $id,
        public string $name,
        public string $table,
        public array $attributes = [],
    ) {}
}
